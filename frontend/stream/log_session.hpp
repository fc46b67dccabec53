// The part that the sessions of all channels have in common whose numbers are the same for everybody: SampleSession
// receives numbers that come from outside the server, SharedSession our own, which it verifies. There is nothing to
// choose. After a loss the session goes on with the next number, and after STOP and START too.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "frontend/stream/received_log.hpp"
#include "frontend/stream/session.hpp"
#include "shared/message.hpp"

namespace sws {

class LogSession : public Session {
 public:
  virtual ~LogSession() = default;

  // Connects for the first time, or again after the end, and then goes on with the next number.
  virtual void start(Moment now);
  void stop(Moment now) override;

  void text_received(std::string_view text, Moment now) override;

  const ReceivedLog& received() const { return received_; }
  bool is_started() const override { return received_.has_begun(); }

  // Whether the last number came just when it was sent for the first time, and not later.
  virtual bool is_last_live() const = 0;
  virtual bool verifies() const { return false; }        // each number as it comes
  virtual bool is_source_away() const { return false; }  // the server itself waits for numbers

 protected:
  // `port` and `random` must outlive the session.
  LogSession(SocketPort& port, RandomSource& random) : Session(port, random) {}

  virtual void take_hello(const ServerMessage& hello, Moment now) = 0;      // the first message of a connection
  virtual bool take_started(const ServerMessage& message, Moment now) = 0;  // whether it is `started`
  virtual bool take_other(const ServerMessage& message,
                          Moment now) = 0;  // of the running stream; whether it has a place

  ReceivedLog received_;

 private:
  StreamRequest request() const override { return {StreamProtocol::verified, {}, false}; }
  std::optional<Ending> ending_if_lost(const std::string&) const override { return std::nullopt; }

  void take(const ServerMessage& message, Moment now);
  void take_error(const ErrorMessage& error, Moment now);
};

}  // namespace sws
