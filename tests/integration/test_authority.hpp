// A certificate authority for one test: its root and what it issues are made on the spot, in a folder that is gone
// with the test.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>
#include <string>

#include "backend/net/tls_context.hpp"

namespace sws {

struct FreeOpenSsl {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using TestKey = std::unique_ptr<EVP_PKEY, FreeOpenSsl>;
using TestCertificate = std::unique_ptr<X509, FreeOpenSsl>;

struct Issue {
  std::string name =
      "localhost";          // of the files, and in the subject; valid for localhost and 127.0.0.1 in any case
  unsigned rsa_bits = 0;    // 0: an elliptic curve, P-256
  long valid_from = -3600;  // seconds from now
  long valid_until = 86'400;
  bool with_intermediate = false;  // the chain has a certificate between this one and the root
  std::string passphrase = {};     // not empty: the key is encrypted with it
};

class TestAuthority {
 public:
  TestAuthority();
  TestAuthority(TestAuthority&&) = delete;
  ~TestAuthority();

  // Makes NAME.pem and NAME.key, or others in their place if there are such already.
  TlsFiles issue(const Issue& wanted = {}) const;

  std::string root_file() const { return (folder_ / "root.pem").string(); }

  // Writes a file into the folder; returns its path.
  std::string write(const std::string& name, std::string_view content, unsigned mode = 0600) const;

 private:
  std::filesystem::path folder_;
  TestKey key_;
  TestCertificate root_;
};

std::string content_of(const std::string& path);

}  // namespace sws
