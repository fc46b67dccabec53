// The keys that protect the tickets with which TLS sessions are resumed (RFC 8446 §4.6.1, RFC 5077 §4). They follow
// from the secret of the streams and from the time, so that a ticket is good at every node that has the secret, and
// after a reload and a restart; nothing is stored or exchanged:
//
//   period   = ⌊seconds since 1970 / 28,800⌋
//   base     = HMAC-SHA256(secret, "SimpleWebsocket/1 ticket:" ‖ decimal(period))
//   name     = HMAC-SHA256(base, "name"), the first 16 bytes
//   key of AES-256 and key of HMAC-SHA256 = HMAC-SHA256(base, "encryption") and HMAC-SHA256(base, "authentication")
//
// A TicketKeys is immutable: any thread may use it.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "backend/loop/clock.hpp"
#include "shared/bytes.hpp"
#include "shared/secrets.hpp"

namespace sws {

struct TicketKey {
  using Name = std::array<std::uint8_t, 16>;

  Name name;  // stands in the ticket, in plain text
  Bytes32 encryption;
  Bytes32 authentication;
};

class TicketKeys {
 public:
  // So long a key makes tickets, and so long a ticket is good.
  static constexpr std::chrono::hours kPeriod{8};

  // The first secret makes tickets, and those of all secrets are accepted. `clock` must outlive the sessions.
  TicketKeys(Secrets secrets, const Clock& clock) : secrets_(std::move(secrets)), clock_(clock) {}

  // The key for a new ticket.
  TicketKey present() const;

  // The key of a ticket that names it, if it is a key of this period, of the one before, or of the next one: the
  // clocks of nodes differ.
  std::optional<TicketKey> find(std::span<const std::uint8_t> name) const;

 private:
  std::int64_t period() const;

  Secrets secrets_;
  const Clock& clock_;
};

}  // namespace sws
