#include "backend/admission/forwarded.hpp"

#include <algorithm>

#include "backend/admission/forwarded_hops.hpp"

namespace sws {

RequestClient client_of(const boost::beast::http::request_header<>& request, const IpAddress& peer, bool https,
                        std::span<const AddressBlock> trusted) {
  const auto is_trusted = [&](const IpAddress& address) {
    return std::any_of(trusted.begin(), trusted.end(), [&](const auto& block) { return block.contains(address); });
  };
  RequestClient client{unmapped(peer), https, false};
  if (!is_trusted(client.address)) return client;
  client.proxied = true;
  ForwardedHops hops(request);
  while (is_trusted(client.address)) {
    const auto hop = hops.next();
    if (!hop) break;
    client.https = hop->https;
    if (!hop->address) break;
    client.address = *hop->address;
  }
  return client;
}

}  // namespace sws
