#include "tests/backend/websocket/websocket_fixture.hpp"

#include <sys/socket.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <utility>

#include "backend/websocket/frame.hpp"
#include "backend/websocket/websocket_of.hpp"

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

ssize_t HoldingSender::send(Socket& socket, std::span<const char> frame) {
  if (!holds_) return FrameSender::send(socket, frame);
  socket_ = &socket;
  held_.assign(frame.begin(), frame.end());
  return static_cast<ssize_t>(frame.size());
}

void HoldingSender::flush() {
  holds_ = false;
  if (socket_) std::exchange(socket_, nullptr)->on_unsent(held_);
}

void WebSocketFixture::start(std::string behind_request, bool peer_has_room) {
  std::array<int, 2> ends;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw std::runtime_error("no socket pair");
  }
  peer_ = FileDescriptor(ends[0]);
  const int room = 4096;
  setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  server_end_ = ends[1];
  if (!peer_has_room) fill_kernel();
  HttpRequest request(boost::beast::http::verb::get, "/ws/some_url/", 11);
  request.set("Host", "localhost");
  request.set("Connection", "Upgrade");
  request.set("Upgrade", "websocket");
  request.set("Sec-WebSocket-Version", "13");
  request.set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  auto made = std::make_unique<WebSocketOf<RecordingHandler>>(
      connections_, ticker_, std::make_shared<const Settings>(settings_),
      Upgrade{StreamRequest(),
              std::move(request),
              ByteStream(TcpSocket(context_, boost::asio::ip::tcp::v4(), ends[1])),
              std::move(behind_request),
              {},
              admitted_until_});
  connection_ = made.get();
  handler_ = &made->stream();
  connections_.adopt(std::move(made));
}

void WebSocketFixture::open(std::string behind_request) {
  start(std::move(behind_request));
  proceed();
  const std::string response = heard();
  ASSERT_TRUE(response.starts_with("HTTP/1.1 101 Switching Protocols\r\n") && response.ends_with("\r\n\r\n"));
  ASSERT_EQ(handler().opened, 1);
}

void WebSocketFixture::proceed() {
  context_.restart();
  context_.poll();
}

void WebSocketFixture::pass(std::chrono::milliseconds time) {
  ticker_.advance(time);
  proceed();
}

void WebSocketFixture::say(std::string_view bytes) {
  ::send(peer_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  proceed();
}

std::string WebSocketFixture::heard() {
  std::string all;
  constexpr std::size_t kMost = 10'000'000;  // more than any test sends
  for (std::string more; all.size() < kMost && !(more = heard_once()).empty();) all += more;
  return all;
}

std::string WebSocketFixture::heard_once() {
  std::string bytes(4096, '\0');
  const ssize_t size = ::recv(peer_.get(), bytes.data(), bytes.size(), 0);
  bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  if (size > 0) proceed();
  return bytes;
}

void WebSocketFixture::fill_kernel() {
  while (::send(server_end_, "x", 1, MSG_NOSIGNAL) == 1) continue;
}

void WebSocketFixture::peer_leaves() {
  peer_ = FileDescriptor();
  proceed();
}

std::string WebSocketFixture::fill() {
  std::string taken;
  for (int i = 0; !has_ended(); ++i) {
    const std::string frame = text_frame(std::to_string(i) + std::string(1000, '.'));
    const SendStatus status = outlet().send(frame);
    if (status == SendStatus::sent || status == SendStatus::partial) taken += frame;
    if (status != SendStatus::sent) return taken;
  }
  ADD_FAILURE() << "the connection has ended";
  return taken;
}

void WebSocketFixture::expect_orderly_end() {
  EXPECT_EQ(heard(), "");
  EXPECT_TRUE(peer_sees_end());
  peer_leaves();
  EXPECT_TRUE(has_ended());
}

bool WebSocketFixture::peer_sees_end() {
  char byte;
  return ::recv(peer_.get(), &byte, 1, 0) == 0;
}

}  // namespace sws
