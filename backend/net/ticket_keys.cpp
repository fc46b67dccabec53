#include "backend/net/ticket_keys.hpp"

#include <algorithm>
#include <string>

#include "shared/hmac_sha256.hpp"

namespace sws {
namespace {

// From which the keys of one secret and one period are derived.
HmacSha256 base_of(const Secret& secret, std::int64_t period) {
  return HmacSha256(HmacSha256(secret)("SimpleWebsocket/1 ticket:" + std::to_string(period)));
}

TicketKey::Name name_from(const HmacSha256& base) {
  const Digest whole = base("name");
  TicketKey::Name name;
  std::copy_n(whole.begin(), name.size(), name.begin());
  return name;
}

TicketKey key_from(const HmacSha256& base) {
  return {name_from(base), base("encryption"), base("authentication")};
}

}  // namespace

std::int64_t TicketKeys::period() const {
  return std::chrono::floor<std::chrono::seconds>(clock_.wall().time_since_epoch()) / std::chrono::seconds(kPeriod);
}

TicketKey TicketKeys::present() const {
  return key_from(base_of(secrets_.signing(), period()));
}

std::optional<TicketKey> TicketKeys::find(std::span<const std::uint8_t> name) const {
  const std::int64_t now = period();
  for (const Secret& secret : secrets_.all()) {
    for (const std::int64_t candidate : {now, now - 1, now + 1}) {
      const HmacSha256 base = base_of(secret, candidate);
      if (std::ranges::equal(name_from(base), name)) return key_from(base);
    }
  }
  return std::nullopt;
}

}  // namespace sws
