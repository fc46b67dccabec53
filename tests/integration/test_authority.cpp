#include "tests/integration/test_authority.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sws {
namespace {

using Bio = std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free(bio); })>;

template <class Pointer>
Pointer checked(Pointer pointer, const char* what) {
  if (!pointer) throw std::runtime_error(std::string("cannot make ") + what);
  return pointer;
}

TestKey make_key(unsigned rsa_bits) {
  return TestKey(checked(rsa_bits > 0 ? EVP_RSA_gen(rsa_bits) : EVP_EC_gen("P-256"), "a key"));
}

void extend(X509* certificate, X509* issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension =
      checked(X509V3_EXT_conf_nid(nullptr, &context, kind, value), "an extension of a certificate");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// `issuer`: null for a root.
TestCertificate make_certificate(const std::string& name, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key,
                                 bool is_authority, long valid_from, long valid_until) {
  static long serial = 1;
  TestCertificate certificate(checked(X509_new(), "a certificate"));
  X509* const raw = certificate.get();
  X509_set_version(raw, 2);  // v3
  ASN1_INTEGER_set(X509_get_serialNumber(raw), serial++);
  X509_gmtime_adj(X509_getm_notBefore(raw), valid_from);
  X509_gmtime_adj(X509_getm_notAfter(raw), valid_until);
  X509_set_pubkey(raw, key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(raw), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.data()), static_cast<int>(name.size()), -1,
                             0);
  X509_set_issuer_name(raw, X509_get_subject_name(issuer ? issuer : raw));
  X509* const above = issuer ? issuer : raw;
  extend(raw, above, NID_basic_constraints, is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  extend(raw, above, NID_subject_key_identifier, "hash");
  if (!is_authority) extend(raw, above, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  if (X509_sign(raw, issuer_key, EVP_sha256()) == 0) throw std::runtime_error("cannot sign a certificate");
  return certificate;
}

std::string pem_of(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  const char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string pem_of(EVP_PKEY* key, const std::string& passphrase) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, passphrase.empty() ? nullptr : EVP_aes_128_cbc(),
                                passphrase.empty() ? nullptr : passphrase.c_str(),
                                static_cast<int>(passphrase.size()), nullptr, nullptr);
  const char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::filesystem::path make_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "authority-XXXXXX").string();
  return checked(mkdtemp(pattern.data()), "a folder");
}

}  // namespace

TestAuthority::TestAuthority() : folder_(make_folder()), key_(make_key(0)) {
  root_ = make_certificate("Root of a test", key_.get(), nullptr, key_.get(), true, -3600, 86'400);
  write("root.pem", pem_of(root_.get()));
}

TestAuthority::~TestAuthority() {
  std::filesystem::remove_all(folder_);
}

TlsFiles TestAuthority::issue(const Issue& wanted) const {
  const TestKey key = make_key(wanted.rsa_bits);
  X509* issuer = root_.get();
  EVP_PKEY* issuer_key = key_.get();
  TestKey between_key;
  TestCertificate between;
  if (wanted.with_intermediate) {
    between_key = make_key(0);
    between = make_certificate("Between", between_key.get(), issuer, issuer_key, true, -3600, 86'400);
    issuer = between.get();
    issuer_key = between_key.get();
  }
  const TestCertificate own =
      make_certificate(wanted.name, key.get(), issuer, issuer_key, false, wanted.valid_from, wanted.valid_until);
  return {write(wanted.name + ".pem", pem_of(own.get()) + (between ? pem_of(between.get()) : "")),
          write(wanted.name + ".key", pem_of(key.get(), wanted.passphrase))};
}

std::string TestAuthority::write(const std::string& name, std::string_view content, unsigned mode) const {
  const std::string path = (folder_ / name).string();
  std::ofstream(path, std::ios::binary) << content;
  chmod(path.c_str(), mode);
  return path;
}

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace sws
