#include "tests/backend/connection/stream_connection_fixture.hpp"

#include <sys/socket.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace sws {

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

Upgrade StreamConnectionFixture::upgrade(bool peer_has_room) {
  std::array<int, 2> ends;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw std::runtime_error("no socket pair");
  }
  peer_ = FileDescriptor(ends[0]);
  const int room = 4096;
  setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  server_end_ = ends[1];
  if (!peer_has_room) fill_kernel();
  return {.address = {},
          .wanted = {},
          .request = {},
          .response_header = {},
          .last_event_id = {},
          .stream = ByteStream(TcpSocket(context_, boost::asio::ip::tcp::v4(), ends[1])),
          .prefetched = {},
          .slot = {},
          .admitted_until = admitted_until_};
}

void StreamConnectionFixture::proceed() {
  context_.restart();
  context_.poll();
}

void StreamConnectionFixture::pass(std::chrono::milliseconds time) {
  ticker_.advance(time);
  proceed();
}

void StreamConnectionFixture::say(std::string_view bytes) {
  ::send(peer_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  proceed();
}

std::string StreamConnectionFixture::heard() {
  std::string all;
  constexpr std::size_t kMost = 10'000'000;  // more than any test sends
  for (std::string more; all.size() < kMost && !(more = heard_once()).empty();) all += more;
  return all;
}

std::string StreamConnectionFixture::heard_once() {
  std::string bytes(4096, '\0');
  const ssize_t size = ::recv(peer_.get(), bytes.data(), bytes.size(), 0);
  bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  if (size > 0) proceed();
  return bytes;
}

void StreamConnectionFixture::fill_kernel() {
  while (::send(server_end_, "x", 1, MSG_NOSIGNAL) == 1) continue;
}

void StreamConnectionFixture::peer_leaves() {
  peer_ = FileDescriptor();
  proceed();
}

std::string StreamConnectionFixture::fill() {
  std::string taken;
  for (int i = 0; !has_ended(); ++i) {
    const std::string frame = frame_of(std::to_string(i) + std::string(1000, '.'));
    const SendStatus status = outlet().send(frame);
    if (status == SendStatus::sent || status == SendStatus::partial) taken += frame;
    if (status != SendStatus::sent) return taken;
  }
  ADD_FAILURE() << "the connection has ended";
  return taken;
}

void StreamConnectionFixture::expect_orderly_end() {
  EXPECT_EQ(heard(), "");
  EXPECT_TRUE(peer_sees_end());
  peer_leaves();
  EXPECT_TRUE(has_ended());
}

bool StreamConnectionFixture::peer_sees_end() {
  char byte;
  return ::recv(peer_.get(), &byte, 1, 0) == 0;
}

}  // namespace sws
