// The addresses of the stream, relative to the page's own address. The server serves the page at / and the stream
// below it, and a proxy may move both below any path, such as /app/. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "shared/stream_protocol.hpp"

namespace sws {

// `origin` and `path` are those of the page's address, such as "https://example.org" and "/app/". Returns the
// address at which the page asks over HTTP about a stream of `channel`:
// "https://example.org/app/ws/some_url/?protocol=1&count=7", or what else `request` says.
std::string stream_address(std::string_view origin, std::string_view path, std::string_view channel,
                           const StreamRequest& request);

// The same address for a WebSocket: ws:// for a page from http://, and wss:// for one from https://.
std::string stream_socket_address(std::string_view origin, std::string_view path, std::string_view channel,
                                  const StreamRequest& request);

}  // namespace sws
