// The session of a received channel, whose numbers come from outside the server. There is nothing to choose and
// nothing to verify. It asks for the newest numbers of the log and for all that follow; after a loss it goes on
// with the next number, or with a new log if the server has another one. A source may be silent for as long as it
// likes. The connection is tested meanwhile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "frontend/stream/received_log.hpp"
#include "frontend/stream/session.hpp"
#include "shared/message.hpp"

namespace sws {

class SampleSession final : public Session {
 public:
  static constexpr std::uint64_t kHistory = 600;  // numbers that the chart begins with

  // `port` and `random` must outlive the session.
  SampleSession(SocketPort& port, RandomSource& random) : Session(port, random) {}

  // Connects for the first time, or again after the end, and then goes on with the next number.
  void start(Moment now);
  void stop(Moment now) override;

  void text_received(std::string_view text, Moment now) override;

  const ReceivedLog& received() const { return received_; }
  bool is_started() const override { return received_.has_begun(); }
  // Whether the last number came from the source just then, and not out of the server's history.
  bool is_last_live() const { return received_.next() > history_end_; }

 private:
  StreamRequest request() const override { return {StreamProtocol::verified, {}, false}; }
  std::optional<Ending> ending_if_lost(const std::string&) const override { return std::nullopt; }

  void take(const ServerMessage& message, Moment now);
  void take_hello(const LogHello& hello, Moment now);
  void take_started(const LogStarted& started, Moment now);
  void take_numbers(const LogNumbers& run, Moment now);
  void take_gap(const Gap& gap, Moment now);
  void take_end(const End& end);
  void take_error(const ErrorMessage& error, Moment now);

  ReceivedLog received_;
  std::uint64_t history_end_ = 0;  // the first number that the server did not have when it said hello
};

}  // namespace sws
