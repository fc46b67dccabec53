// A socket port that passes everything on to another one and logs every opening and every frame it sends. Page
// owns it, puts it between its session and the real port, and adds the received frames to the log itself.
#pragma once

#include "frontend/page/frame_log.hpp"
#include "frontend/stream/socket_port.hpp"

namespace sws {

class FrameRecorder final : public SocketPort {
 public:
  // `port` must outlive the recorder.
  explicit FrameRecorder(SocketPort& port) : port_(port) {}

  bool open(const StreamRequest& request) override {
    log.opening(now);
    return port_.open(request);
  }
  void send(std::string_view text) override {
    log.sent(text, now);
    port_.send(text);
  }
  void ask(const StreamRequest& request) override {
    log.noted("asking over HTTP why", now);
    port_.ask(request);
  }
  void begin_close() override {
    log.noted("closing, to test the connection by a new one", now);
    port_.begin_close();
  }
  void close() override { port_.close(); }

  FrameLog log;
  Moment now{};  // when the event happened that is being handled

 private:
  SocketPort& port_;
};

}  // namespace sws
