// The session of a received channel, whose numbers come from outside the server. There is nothing to verify. It
// asks for the newest numbers of the log and for all that follow; after a loss it goes on with the next number, or
// with a new log if the server has another one. A source may be silent for as long as it likes. The connection is
// tested meanwhile.
#pragma once

#include <cstdint>

#include "frontend/stream/log_session.hpp"
#include "shared/message.hpp"

namespace sws {

class SampleSession final : public LogSession {
 public:
  static constexpr std::uint64_t kHistory = 600;  // numbers that the chart begins with

  // Begins with the newest `last` numbers. `port` and `random` must outlive the session.
  SampleSession(SocketPort& port, RandomSource& random, std::uint64_t last = kHistory)
      : LogSession(port, random), last_(last) {}

  // Whether it came from the source just then, and not out of the server's history.
  bool is_last_live() const override { return received_.next() > history_end_; }
  bool is_source_away() const override { return is_source_away_; }

 private:
  void take_hello(const ServerMessage& hello, Moment now) override;
  bool take_started(const ServerMessage& message, Moment now) override;
  bool take_other(const ServerMessage& message, Moment now) override;

  void take_numbers(const LogNumbers& run, Moment now);
  void take_gap(const Gap& gap, Moment now);
  void take_end(const End& end);

  const std::uint64_t last_;
  bool is_source_away_ = false;
  std::uint64_t history_end_ = 0;  // the first number that the server did not have when it said hello
};

}  // namespace sws
