// An outlet of a WebSocket that takes down what a stream does with it, and blocks when the test says so.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "backend/connection/outlet.hpp"
#include "backend/websocket/frame.hpp"

namespace sws {

class FakeOutlet : public Outlet {
 public:
  virtual ~FakeOutlet() = default;

  bool is_open() const override { return open; }

  SendStatus send(std::span<const char> frames) override {
    ++sends;
    if (next_status == SendStatus::blocked || next_status == SendStatus::failed) return next_status;
    take({frames.data(), frames.size()});
    return std::exchange(next_status, SendStatus::sent);
  }

  void send_surely(std::span<const char> frames) override { take({frames.data(), frames.size()}); }

  void close(CloseCode code) override {
    open = false;
    close_codes.push_back(code);
  }

  void count(Reason reason) override { reasons.push_back(reason); }
  Metrics& metrics() override { return counted; }
  void log_begun(bool is_resumed) override { begun.push_back(is_resumed); }
  void prefetch() const override {}

  // The texts since the last call.
  std::vector<std::string> take_texts() { return std::exchange(texts, {}); }

  bool open = true;
  SendStatus next_status = SendStatus::sent;  // of the next send(); blocked and failed stay
  int sends = 0;
  std::vector<std::string> texts;
  std::vector<CloseCode> close_codes;
  std::vector<Reason> reasons;
  std::vector<bool> begun;  // for each stream that began whether it was resumed
  Metrics counted;

 private:
  virtual void take(std::string_view frames) {
    while (!frames.empty()) {
      const auto byte = [frames](std::size_t i) { return static_cast<unsigned char>(frames[i]); };
      const bool is_short = byte(1) <= kMaxShortText;
      const std::size_t header = is_short ? 2 : 4;
      const std::size_t length = is_short ? byte(1) : static_cast<std::size_t>(byte(2)) << 8 | byte(3);
      texts.emplace_back(frames.substr(header, length));
      frames.remove_prefix(header + length);
    }
  }
};

// The outlet of an event stream. Its texts are the events, each with its last line feed and without the empty line.
class FakeEventOutlet final : public FakeOutlet {
 private:
  void take(std::string_view events) override {
    while (!events.empty()) {
      const std::size_t end = events.find("\n\n");
      texts.emplace_back(events.substr(0, end + 1));
      events.remove_prefix(end + 2);
    }
  }
};

}  // namespace sws
