// The certificate that a server shows, and how it speaks TLS: 1.2 or newer, with the ciphers of Mozilla's
// "intermediate" list. A handle: copies share the context, any thread may use it, and a session keeps the one it
// began with, so that another context can take its place for new connections.
#pragma once

#include <boost/system/result.hpp>
#include <memory>
#include <string>

#include "backend/net/tls_session.hpp"

namespace sws {

// Where the certificate and its key are, as PEM; both empty: no TLS.
struct TlsFiles {
  std::string certificate;  // the server's own first, then those that lead to a root
  std::string key;
};

class TlsContext {
 public:
  TlsContext() = default;  // no TLS

  // The error names the file, what is wrong and the way out.
  static boost::system::result<TlsContext, std::string> load(const TlsFiles& files);

  explicit operator bool() const { return context_ != nullptr; }

  // For one connection; null without TLS.
  std::unique_ptr<TlsSession> new_session() const;

  // For the log: until when the certificate is valid. And what is odd about it, though it is used: it has expired,
  // say; empty if nothing is. REQUIRES: there is one.
  std::string expiry() const;
  std::string warning() const;

 private:
  std::shared_ptr<ssl_ctx_st> context_;
};

}  // namespace sws
