// The server's certificate and its TLS configuration: TLS 1.2 or newer, with the ciphers of Mozilla's
// "intermediate" list. A TlsContext is a handle: copies share the context, and any thread may use it. A session
// keeps the context that it began with, so a new context can replace it for new connections.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "backend/net/ticket_keys.hpp"
#include "backend/net/tls_session.hpp"

namespace sws {

// Paths of the certificate and of its key, both PEM. Both are empty if there is no TLS.
struct TlsFiles {
  std::string certificate;  // the server's certificate first, then the chain
  std::string key;
};

class TlsContext {
 public:
  TlsContext() = default;  // no TLS

  // The error names the file, says what is wrong and how to fix it.
  static boost::system::result<TlsContext, std::string> load(const TlsFiles& files);

  explicit operator bool() const { return context_ != nullptr; }

  // Lets clients resume sessions with tickets (tls_tickets.hpp). No effect without TLS. REQUIRES: no session was
  // made.
  void use_tickets(TicketKeys keys);

  // For one connection; null without TLS.
  std::unique_ptr<TlsSession> new_session() const;

  // REQUIRES: *this is true. expiry() is when the certificate expires, as 2026-11-25T00:00:00Z, and expiry_time()
  // the same in seconds since 1970, or nothing if the certificate says it in no way that can be read. warning()
  // says why browsers will refuse the certificate at this time, or is empty.
  std::string expiry() const;
  std::optional<std::int64_t> expiry_time() const;
  std::string warning() const;

 private:
  std::shared_ptr<ssl_ctx_st> context_;
};

}  // namespace sws
