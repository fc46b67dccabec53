#include "tests/backend/websocket/websocket_fixture.hpp"

#include <utility>

#include "backend/websocket/websocket_connection.hpp"

namespace sws {

std::string client_frame(int first_byte, std::string_view payload) {
  std::string frame(1, static_cast<char>(first_byte));
  const std::size_t size = payload.size();
  if (size <= 125) {
    frame += static_cast<char>(0x80 | size);
  } else {
    frame += {static_cast<char>(0x80 | 126), static_cast<char>(size >> 8), static_cast<char>(size & 0xff)};
  }
  return frame.append(4, '\0').append(payload);
}

std::string close_of(unsigned code) {
  return {'\x88', 2, static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
}

std::string client_close(unsigned code) {
  return client_frame(kClose, close_of(code).substr(2));
}

Upgrade WebSocketFixture::websocket_upgrade(bool peer_has_room) {
  HttpRequest request(boost::beast::http::verb::get, "/ws/some_url/", 11);
  request.set("Host", "localhost");
  request.set("Connection", "Upgrade");
  request.set("Upgrade", "websocket");
  request.set("Sec-WebSocket-Version", "13");
  request.set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  Upgrade with_request = upgrade(peer_has_room);
  with_request.request = std::move(request);
  return with_request;
}

void WebSocketFixture::start(std::string behind_request, bool peer_has_room) {
  Upgrade with_all = websocket_upgrade(peer_has_room);
  with_all.prefetched = std::move(behind_request);
  adopt<WebSocketConnection>(std::move(with_all));
}

void WebSocketFixture::open(std::string behind_request) {
  start(std::move(behind_request));
  proceed();
  const std::string response = heard();
  ASSERT_TRUE(response.starts_with("HTTP/1.1 101 Switching Protocols\r\n") && response.ends_with("\r\n\r\n"));
  ASSERT_EQ(handler().opened, 1);
}

}  // namespace sws
