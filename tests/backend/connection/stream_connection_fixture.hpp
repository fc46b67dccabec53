// A stream's connection whose time the test moves by hand, and its peer: the two ends of a socket pair. There is no
// thread, and nothing waits. The handler records what it is told. A fixture for each kind of connection derives
// from this one and starts it.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "backend/config/settings.hpp"
#include "backend/connection/outlet_of.hpp"
#include "backend/process/file_descriptor.hpp"
#include "tests/backend/loop/manual_ticker.hpp"

namespace sws {

class RecordingHandler final : public Outlet::Handler {
 public:
  RecordingHandler(Outlet& its_outlet, const Settings&) : outlet(its_outlet) {}

  void on_open() override {
    ++opened;
    if (then_on_open) then_on_open();
  }
  void on_message(std::string_view message, bool is_text) override {
    messages.emplace_back(message);
    texts += is_text;
    if (then_on_message) then_on_message();
  }
  void on_writable() override {
    ++writable;
    if (then_on_writable) then_on_writable();
  }

  Outlet& outlet;
  int opened = 0;
  int writable = 0;
  int texts = 0;
  std::vector<std::string> messages;
  std::function<void()> then_on_open, then_on_message, then_on_writable;
};

// Sends as the server does outside a tick, or, once told to hold, takes a frame whole and finds out when it is
// flushed that the peer has no room for it.
class HoldingSender final : public FrameSender {
 public:
  void hold() { holds_ = true; }
  ssize_t send(Socket& socket, std::span<const char> frame) override;
  void flush() override;

 private:
  bool holds_ = false;
  Socket* socket_ = nullptr;
  std::string held_;
};

class StreamConnectionFixture : public testing::Test {
 protected:
  // Does all that can be done without waiting.
  void proceed();

  // Moves the time, and does what is due.
  void pass(std::chrono::milliseconds time);

  // Sends as much as there is room for, and lets the server go on.
  void say(std::string_view bytes);

  // Everything that the server has sent since the last call; the server goes on meanwhile.
  std::string heard();

  // The same, but only as much as a single read gives.
  std::string heard_once();

  void peer_leaves();

  // Leaves the kernel no room for anything to the peer, and the connection does not know.
  void fill_kernel();

  // Sends numbered frames until the peer's side is full, and returns those that were taken.
  std::string fill();

  // Expects that the peer has heard all there is, and that the server ends TCP first (RFC 6455 §7.1.1).
  void expect_orderly_end();

  bool peer_sees_end();
  bool has_ended() const { return connections_.size() == 0; }
  bool is_open() const { return !has_ended() && handler_->outlet.is_open(); }
  StreamConnection& connection() { return *connection_; }
  RecordingHandler& handler() { return *handler_; }
  Outlet& outlet() { return handler_->outlet; }
  std::uint64_t refusals(Reason reason) const {
    return metrics_.refusals[static_cast<std::size_t>(reason)].value();
  }
  std::uint64_t opened(StreamKind kind) const {
    return metrics_.streams_opened[static_cast<std::size_t>(kind)].value();
  }
  std::uint64_t closed(StreamKind kind) const {
    return metrics_.streams_closed[static_cast<std::size_t>(kind)].value();
  }

  // Connects the peer, and returns what an HTTP session hands over with that connection. Without room the peer's
  // side is full until it reads.
  Upgrade upgrade(bool peer_has_room = true);

  // Hands a connection to its set, as the HTTP session does.
  template <class Speaker>
  void adopt(Upgrade upgrade) {
    auto made = std::make_unique<OutletOf<Speaker, RecordingHandler>>(
        connections_, ticker_, std::make_shared<const Settings>(settings_), std::move(upgrade));
    connection_ = made.get();
    handler_ = &made->stream();
    connections_.adopt(std::move(made));
  }

  Settings settings_;                              // to be changed before the start
  SteadyTime admitted_until_ = SteadyTime::max();  // the same
  FileDescriptor peer_;
  boost::asio::io_context context_{1};
  ManualClock clock_;
  HoldingSender sender_;
  ManualTicker ticker_{clock_, sender_};
  Metrics metrics_;
  ConnectionSet connections_{context_.get_executor(), metrics_};

 private:
  // A frame that `fill()` sends.
  virtual std::string frame_of(const std::string& text) const = 0;

  int server_end_ = -1;
  StreamConnection* connection_ = nullptr;
  RecordingHandler* handler_ = nullptr;
};

}  // namespace sws
