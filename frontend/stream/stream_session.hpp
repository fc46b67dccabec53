// The session of a `random` channel: one stream of numbers that the server computes for this page alone. It speaks
// protocol 1 with a server that says hello and the plain protocol with any other. After a loss it resumes with the
// next number; in the plain protocol it connects anew, and numbers may be missing. A server that lies is left at
// once. It verifies the numbers of a stream with roots as they come (received_stream.hpp), and those of a longer
// one not at all (verification.hpp).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "frontend/stream/plain_pace.hpp"
#include "frontend/stream/received_stream.hpp"
#include "frontend/stream/session.hpp"
#include "frontend/stream/stream_choice.hpp"
#include "shared/message.hpp"

namespace sws {

class StreamSession final : public Session {
 public:
  static constexpr std::chrono::seconds kEndTime{5};       // from `stop` to `end`; a person is waiting
  static constexpr std::chrono::seconds kSilenceGrace{5};  // a silence of three intervals and this counts as a loss

  // If the server says that the stream ended too long ago, but by the page's own clock it had not ended a minute
  // ago, the server's clock seems wrong, and the session tries again, for as long as kDoubtTime.
  static constexpr std::chrono::minutes kExpiryDoubt{1};
  static constexpr std::chrono::minutes kDoubtTime{10};

  // A hidden page begins to reconnect so long before the end of its stream, however short the server's resume
  // window is: browsers let the timers of hidden pages fire once a minute.
  static constexpr std::chrono::minutes kResumeLead{2};
  // Usual servers resume a stream for an hour after its end; a hidden page does not try for longer.
  static constexpr std::chrono::hours kResumeWindow{1};

  enum class Protocol { unknown, plain, verified };

  // Connects at once. `port` and `random` must outlive the session.
  StreamSession(SocketPort& port, RandomSource& random, StreamChoice wanted, Moment now);

  // Ends the stream. With protocol 1 the session first tells the server and waits for its last word at most
  // kEndTime; to ask for the seed of a stream that is verified at its end, it even opens a connection. In the plain
  // protocol, before the stream has started, and on a second call it is over at once.
  void stop(Moment now) override;

  void text_received(std::string_view text, Moment now) override;
  void binary_received() override;

  Protocol protocol() const { return protocol_; }
  const ReceivedStream& received() const { return received_; }
  const Limits& limits() const { return limits_; }  // those of `hello`, before it the protocol's own
  const std::optional<StreamDefaults>& defaults() const { return defaults_; }  // those of `hello`
  const PlainPace& pace() const { return pace_; }                              // of a stream of the plain protocol
  bool is_started() const override {
    return protocol_ == Protocol::plain ? !received_.numbers.empty() : !received_.token.empty();
  }

 private:
  StreamRequest request() const override;
  std::optional<Ending> ending_if_lost(const std::string& why) const override;
  bool is_end(std::uint16_t close_code) const override;
  bool awaits_word() const override { return protocol_ != Protocol::plain; }
  std::optional<Moment> resume_by() const override;

  void take(const ServerMessage& message, Moment now);
  void take_hello(const Hello& hello, Moment now);
  void take_started(const Started& started, Moment now);
  void take_numbers(std::uint64_t seq, std::span<const std::int32_t> run, std::span<const Key> keys, Moment now);
  void take_plain(const ServerMessage& message, Moment now);
  void take_end(const End& end);
  void take_error(const ErrorMessage& error, Moment now);
  bool doubts_expiry(Moment now);
  void take_broken_frame(std::string_view why);
  void expect_numbers(Moment now);

  StreamChoice wanted_;
  Protocol protocol_ = Protocol::unknown;
  ReceivedStream received_;
  PlainPace pace_;
  Limits limits_;
  std::optional<StreamDefaults> defaults_;
  std::optional<Moment> doubts_since_;  // until numbers come
};

}  // namespace sws
