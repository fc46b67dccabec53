// A WebSocket that takes down what a stream does with it, and blocks when the test says so.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "backend/websocket/frame.hpp"
#include "backend/websocket/web_socket.hpp"

namespace sws {

class FakeWebSocket final : public WebSocket {
 public:
  bool is_open() const override { return open; }

  SendStatus send(std::span<const char> frames) override {
    ++sends;
    if (next_status == SendStatus::blocked || next_status == SendStatus::failed) return next_status;
    for (std::string_view rest(frames.data(), frames.size()); !rest.empty();) {
      const auto size = static_cast<unsigned char>(rest[1]);
      const std::size_t header = size < 126 ? 2 : 4;
      const std::size_t length = size < 126 ? size
                                            : static_cast<std::size_t>(static_cast<unsigned char>(rest[2])) << 8 |
                                                  static_cast<unsigned char>(rest[3]);
      texts.emplace_back(rest.substr(header, length));
      rest.remove_prefix(header + length);
    }
    return std::exchange(next_status, SendStatus::sent);
  }

  void send_message(std::string_view text) override { texts.emplace_back(text); }

  void close(CloseCode code) override {
    open = false;
    close_codes.push_back(code);
  }

  void count(Reason reason) override { reasons.push_back(reason); }
  Metrics& metrics() override { return counted; }
  void prefetch() const override {}

  // The texts since the last call.
  std::vector<std::string> take_texts() { return std::exchange(texts, {}); }

  bool open = true;
  SendStatus next_status = SendStatus::sent;  // of the next send(); blocked and failed stay
  int sends = 0;
  std::vector<std::string> texts;
  std::vector<CloseCode> close_codes;
  std::vector<Reason> reasons;
  Metrics counted;
};

}  // namespace sws
