// One stream, from START until it is over, on one connection after another: speaks protocol 1 where the server says
// hello and the plain protocol elsewhere, notices that a connection is lost or silent, and resumes with what is
// truly next. A pure state machine: its owner passes every event in with its moment, and calls tick() at
// deadline(). It does not verify (verification.hpp) and shows nothing (page/).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "frontend/stream/backoff.hpp"
#include "frontend/stream/moment.hpp"
#include "frontend/stream/random_source.hpp"
#include "frontend/stream/received_stream.hpp"
#include "frontend/stream/socket_port.hpp"
#include "shared/message.hpp"

namespace sws {

class StreamSession {
 public:
  static constexpr std::chrono::seconds kAnswerTime{10};   // from opening a socket to `started`, on a bad network
  static constexpr std::chrono::seconds kEndTime{5};       // from `stop` to `end`: a person is waiting
  static constexpr std::chrono::seconds kSilenceGrace{5};  // beyond three intervals, nothing heard is a loss

  enum class Phase { connecting, live, reconnecting, over };
  enum class Protocol { unknown, plain, verified };

  struct Ending {
    enum class Kind {
      complete,
      stopped,  // by the viewer
      stopped_by_server,
      lost,       // and nothing can be resumed
      refused,    // the server said `error`
      distrusted  // the server contradicts what it promised
    };
    Kind kind;
    std::string why;                       // empty where there is nothing to add
    EndReason stated{};                    // by `end`
    std::optional<Seed> server_seed = {};  // revealed by `end`: the numbers can be verified
  };

  // What did not stop the stream, but has to be said.
  struct Faults {
    std::uint32_t broken_frames = 0, sequence_breaks = 0;
    std::string last_broken_frame, last_sequence_break;
  };

  // Connects at once. What `wanted` leaves out is the server's default; its client seed is chosen here.
  StreamSession(SocketPort& port, RandomSource& random, Start wanted, Moment now);

  // Protocol 1: asks the server for the end and its seed. Otherwise, or when asked again, it is over at once.
  void stop(Moment now);

  void text_received(std::string_view text, Moment now);
  void binary_received();
  void socket_closed(std::uint16_t code, std::string_view reason, Moment now);
  void socket_opened() { was_open_ = true; }

  void reconnect_now(Moment now);              // without further delay, if it waits for the next attempt
  void set_visible(bool visible, Moment now);  // nobody looks: no attempt to reconnect until somebody does
  void tick(Moment now);                       // harmless when nothing is due
  std::optional<Moment> deadline() const;      // when tick() has something to do

  Phase phase() const { return phase_; }
  Protocol protocol() const { return protocol_; }
  bool is_stopping() const { return end_by_.has_value(); }
  const ReceivedStream& received() const { return received_; }  // of the plain protocol: the numbers only
  const Faults& faults() const { return faults_; }
  const std::string& why_lost() const { return why_lost_; }                    // while reconnecting
  std::uint32_t attempts() const { return backoff_.attempts(); }               // to reconnect, since it last worked
  const std::optional<Moment>& reconnect_at() const { return reconnect_at_; }  // nothing: it is being tried
  const std::optional<Moment>& round_trip() const { return round_trip_; }      // from our first word to its answer
  const Limits& limits() const { return limits_; }  // what hello stated, or the protocol's own
  const Ending& ending() const { return ending_; }  // REQUIRES: phase() == Phase::over

 private:
  enum class Link { none, opened, greeted, streaming };  // greeted: `start` or `resume` was sent

  void connect(Moment now);
  void take(const ServerMessage& message, Moment now);
  void take_hello(const Hello& hello, Moment now);
  void take_started(const Started& started, Moment now);
  void take_numbers(std::uint32_t seq, std::span<const std::int32_t> run, Moment now);
  void take_plain(const ServerMessage& message);
  void take_end(const End& end);
  void take_error(const ErrorMessage& error, Moment now);
  void report_broken_frame(std::string why);
  void expect_word_within(Moment time, Moment now);
  void lose(std::string why, Moment now);
  void finish(Ending ending);

  bool is_started() const { return !received_.token.empty(); }

  SocketPort& port_;
  RandomSource& random_;
  Start wanted_;
  Phase phase_ = Phase::connecting;
  Protocol protocol_ = Protocol::unknown;
  Link link_ = Link::none;
  bool was_open_ = false;  // the socket of this connection
  bool visible_ = true;
  ReceivedStream received_;
  Faults faults_;
  Backoff backoff_;
  std::string why_lost_;
  std::optional<Moment> silent_at_;     // then this connection counts as lost
  Moment silence_{};                    // how long it will have been silent
  std::optional<Moment> reconnect_at_;  // while waiting for the next attempt
  std::optional<Moment> end_by_;        // after stop()
  Moment greeted_at_{};                 // when `start` or `resume` was sent
  std::optional<Moment> round_trip_;
  Limits limits_;
  Ending ending_{};
};

}  // namespace sws
