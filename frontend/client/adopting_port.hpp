// A SocketPort that can give a session the socket which is already open, instead of opening another one. A Follower
// owns it.
#pragma once

#include <cstdint>
#include <utility>

#include "frontend/stream/socket_port.hpp"

namespace sws {

class AdoptingPort final : public SocketPort {
 public:
  // `port` must outlive this one.
  explicit AdoptingPort(SocketPort& port) : port_(port) {}

  // The next open() keeps the socket that is open. REQUIRES: there is one.
  void adopt() { adopts_ = true; }

  std::uint32_t opened() const { return opened_; }  // how many sockets were opened

  bool open(const StreamRequest& request) override {
    if (std::exchange(adopts_, false)) return true;
    ++opened_;
    return port_.open(request);
  }
  void send(std::string_view text) override { port_.send(text); }
  void ask(const StreamRequest& request) override { port_.ask(request); }
  void begin_close() override { port_.begin_close(); }
  void close() override { port_.close(); }

 private:
  SocketPort& port_;
  bool adopts_ = false;
  std::uint32_t opened_ = 0;
};

}  // namespace sws
