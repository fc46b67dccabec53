// Protocol 1 (shared/PROTOCOL.md): commits to a seed before the client speaks, streams numbers that follow from
// both sides' seeds, resumes from a token, and reveals the seed at the end. It keeps no history: numbers that a
// viewer missed are computed again.
#pragma once

#include <string>
#include <string_view>

#include "backend/config/settings.hpp"
#include "backend/stream/number_stream.hpp"
#include "shared/error_code.hpp"
#include "shared/message.hpp"
#include "shared/token.hpp"

namespace sws {

class VerifiedStream final : public NumberStream {
 public:
  // All must outlive it.
  VerifiedStream(WebSocket& socket, const Settings& settings, CatchUp& catch_up);

  void on_open() override;
  void on_message(std::string_view message, bool is_text) override;

 private:
  void on(const Start& start);
  void on(const Resume& resume);
  void on(const Stop& stop);

  // Goes on from number `next` with the stream of `identity`, whose number 0 is due at `start`.
  void begin(const StreamIdentity& identity, SteadyTime start, std::uint32_t next);

  SendStatus send_number(std::uint32_t seq, std::int32_t number) override;
  SendStatus send_numbers(std::uint32_t seq, std::span<const std::int32_t> numbers) override;
  void on_complete() override { say_end(EndReason::complete); }
  void on_run_overdue() override;

  void say_end(EndReason reason);                          // then closes with 1000
  void refuse(const ErrorCode& code, std::string detail);  // says why, then closes

  const Settings& settings_;
  StreamId stream_;  // the one that hello offers, until the client resumes another
};

}  // namespace sws
