// Reads the address of a node as proxies write it (RFC 7239 §6). Pure: it may be called from any thread.
#pragma once

#include <optional>
#include <string_view>

#include "backend/admission/address_block.hpp"

namespace sws {

// Reads `192.0.2.1`, `192.0.2.1:4711`, `[2001:db8::1]:4711`, and `2001:db8::1`, which X-Forwarded-For has. A mapped
// IPv4 address is returned as IPv4. Returns nothing unless the whole text has one of these forms.
std::optional<IpAddress> node_address(std::string_view text);

}  // namespace sws
