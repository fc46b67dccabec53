// The least of HTTP that a WebSocket server needs: the answer to an opening handshake (RFC 6455 §4.2.2). For
// servers that are only ever measured: a request is not checked.
#pragma once

#include <string>
#include <string_view>

namespace sws::bench {

// Empty if the request names no key.
std::string upgrade_response(std::string_view request);

}  // namespace sws::bench
