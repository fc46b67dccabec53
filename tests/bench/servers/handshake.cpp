#include "tests/bench/servers/handshake.hpp"

#include <boost/beast/websocket/detail/hybi13.hpp>

namespace sws::bench {

std::string upgrade_response(std::string_view request) {
  constexpr std::string_view name = "Sec-WebSocket-Key: ";
  const std::size_t begin = request.find(name);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = request.substr(begin + name.size());
  const std::string_view key = rest.substr(0, rest.find('\r'));
  boost::beast::websocket::detail::sec_ws_accept_type accept;
  boost::beast::websocket::detail::make_sec_ws_accept(accept, key);
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
         std::string(accept.data(), accept.size()) + "\r\n\r\n";
}

}  // namespace sws::bench
