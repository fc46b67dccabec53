// The minimum of HTTP that a WebSocket server needs: the answer to an opening handshake (RFC 6455 §4.2.2). It does
// not check the request, because its servers are only measured.
#pragma once

#include <string>
#include <string_view>

namespace sws::bench {

// Empty if the request has no key.
std::string upgrade_response(std::string_view request);

}  // namespace sws::bench
