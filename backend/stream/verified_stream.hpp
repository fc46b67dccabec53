// Protocol 1 (shared/PROTOCOL.md): commits to all numbers before the client speaks, streams them with the keys that
// prove them, and resumes from a token. A stream of more than kMaxProvenCount numbers has no keys and reveals its
// seed at the end. It keeps no history: numbers that a viewer missed are computed again.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "backend/channel/random_sequence.hpp"
#include "backend/config/settings.hpp"
#include "backend/stream/number_stream.hpp"
#include "shared/message.hpp"
#include "shared/stream_protocol.hpp"
#include "shared/token.hpp"

namespace sws {

class VerifiedStream final : public NumberStream {
 public:
  // All must outlive it.
  VerifiedStream(Outlet& outlet, const Settings& settings, CatchUp& catch_up, const StreamRequest& wanted);

  void on_open() override;
  void on_message(std::string_view message, bool is_text) override;
  Outlet::Account account() const override;

 private:
  void on(const Start& start);
  void on(const Resume& resume);
  void on(const Stop& stop);

  // The stream that the connection may start. It is forgotten when the connection starts or resumes one.
  struct Offered {
    StreamId stream;
    std::uint32_t count;
    Digest commitment;
  };

  // Goes on from number `next` with `stream`, whose number 0 is due at `start`.
  void begin(const SignedStream& stream, SteadyTime start, std::uint32_t next, bool is_resumed);

  RandomSequence& sequence();  // REQUIRES: is_running()

  SendStatus send_number(std::uint32_t seq) override;
  SendStatus send_numbers(std::uint32_t seq, std::uint32_t count) override;
  void on_complete() override { say_end(EndReason::complete); }
  void on_run_overdue() override;

  void say(std::string_view message);  // which may not be left out
  void say_end(EndReason reason);      // then closes with 1000

  const Settings& settings_;
  const StreamRequest wanted_;
  bool has_keys_ = false;  // whether numbers are sent with their keys
  // Both are never needed at the same time, and the server has many streams.
  std::variant<std::monostate, Offered, RandomSequence> stream_;
};

}  // namespace sws
