// Says in words why a WebSocket was closed, for the status line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sws {

// `code` and `reason` are those of the close event (RFC 6455 §7.1.5 and §7.1.6). `was_open` tells a connection that
// broke from one that never came about; a browser reports both with 1006.
std::string close_reason(std::uint16_t code, std::string_view reason, bool was_open);

// Whether a close event with `code` and `reason` says that this page may no longer watch. Another attempt would
// then be refused too.
bool ends_access(std::uint16_t code, std::string_view reason);

}  // namespace sws
