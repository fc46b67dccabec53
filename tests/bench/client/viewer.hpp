// One connection of the load client: the handshake, then the numbers in either protocol, and how late each number
// is. It neither opens sockets nor calls epoll: load_loop.hpp passes it the bytes that arrive. There is one for
// each connection, so it is small.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/client/frame_parser.hpp"
#include "tests/bench/client/results.hpp"
#include "tests/bench/client/settings.hpp"

namespace sws::bench {

// The settings and results that all viewers of a process share.
struct ViewerContext {
  const Settings& settings;
  const Phase& phase;
  ProcessResults& results;
  std::vector<std::string> requests;    // the opening handshake for each channel
  std::int64_t interval;                // ns
  std::int64_t wall_minus_monotonic;    // read once, because the clock is not stepped during a run
  std::span<Delivery> deliveries = {};  // the producer's numbers; empty without a producer
};

class Viewer {
 public:
  enum class State : std::uint8_t { connecting, upgrading, greeting, streaming, ended };

  // `offsets` has room for all numbers that can be due while measuring. With a producer it may be empty.
  Viewer(ViewerContext& context, int fd, std::span<std::int64_t> offsets, unsigned channel = 0)
      : context_(context), offsets_(offsets), channel_(channel), fd_(fd) {}

  int fd() const { return fd_; }
  State state() const { return state_; }

  void writable();  // the connection is established
  void received(std::string_view bytes, std::int64_t now);
  void lost();  // closed by the server, or an error

  // The client ends the connection, which is no loss, and goes on with another one. A stream of received numbers in
  // protocol 1 is resumed; any other begins anew.
  void cut(std::int64_t now);
  void reconnect(int fd);

  // Plain streams do not say when a number is due, so all numbers are compared with the earliest one.
  void record_lateness_of_plain();

 private:
  // Both return how many of `bytes` they used.
  std::size_t take_response(std::string_view bytes);
  std::size_t take_frames(std::string_view bytes, std::int64_t now);

  void on_frame(const Frame& frame, std::int64_t now);
  void on_text(std::string_view text, std::int64_t now);
  void on_greeting(std::string_view text);
  void on_produced(std::string_view text, std::int64_t now);
  void on_delivery(std::int64_t number, std::int64_t now);
  void on_numbers(std::int64_t sequence, std::size_t count, std::int64_t now);
  void say(std::uint8_t opcode, const std::string& payload);
  void settle(State state);
  std::string opening() const;
  bool is_measured(std::int64_t now) const;

  ViewerContext& context_;
  std::span<std::int64_t> offsets_;  // plain protocol: arrival − n × interval of each measured number
  std::string carry_;                // the beginning of an incomplete frame
  std::string log_;                  // protocol 1, received numbers: where they come from
  std::int64_t next_ = 0;            // and the position to go on from
  std::int64_t newest_ = -1;         // the newest number of the producer
  std::int64_t gone_ = 0;            // since when the viewer is away, or 0
  std::int64_t start_ = 0;           // protocol 1: when number 0 was due, monotonic
  std::int64_t last_ = 0;            // when the last number came, or 0
  std::int64_t earliest_ = INT64_MAX;
  std::uint32_t received_ = 0;  // numbers so far
  std::uint32_t measured_ = 0;  // used entries of offsets_
  unsigned channel_;
  int fd_;
  bool is_counted_ = false;  // as settled
  State state_ = State::connecting;
};

}  // namespace sws::bench
