// A browser that notes in a frame log what is sent, and passes everything on.
#pragma once

#include "frontend/page/frame_log.hpp"
#include "frontend/stream/browser.hpp"

namespace sws {

class FrameRecorder final : public Browser {
 public:
  explicit FrameRecorder(Browser& browser) : browser_(browser) {}

  bool open_socket() override {
    log.opening(now);
    return browser_.open_socket();
  }
  void send(std::string_view text) override {
    log.sent(text, now);
    browser_.send(text);
  }
  void close_socket() override { browser_.close_socket(); }
  void fill_with_random(std::span<std::uint8_t> bytes) override { browser_.fill_with_random(bytes); }

  FrameLog log;
  Moment now{};  // of the event that is being handled

 private:
  Browser& browser_;
};

}  // namespace sws
