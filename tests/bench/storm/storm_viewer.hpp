// A viewer of the simulated storm: the page's own session (frontend/stream/session.hpp) with a socket that the
// simulation plays. It watches a stream that never ends and says as little as the session needs.
#pragma once

#include <string>
#include <string_view>

#include "frontend/stream/session.hpp"

namespace sws {

class StormViewer final : public Session {
 public:
  StormViewer(SocketPort& port, RandomSource& random, Backoff backoff) : Session(port, random, backoff) {}

  // Watches since `now`, until its connection is lost.
  void watch(Moment now) {
    connect(now);
    is_served(now);
  }

  // The upgrade has succeeded, the viewer has resumed, and numbers come.
  void is_served(Moment now) {
    socket_opened(now);
    hello_received(now);
    started_received(now);
    heard(std::nullopt, now);
    numbers_received();
  }

  void stop(Moment) override {}
  void text_received(std::string_view, Moment) override {}
  bool is_started() const override { return true; }

 private:
  StreamRequest request() const override { return {StreamProtocol::verified, {}, true}; }
  std::optional<Ending> ending_if_lost(const std::string&) const override { return std::nullopt; }
};

}  // namespace sws
