// Protocol 1 (shared/PROTOCOL.md): commits to a seed before the client speaks, streams numbers that follow from
// both sides' seeds, resumes from a token, reveals the seed at the end. Keeps no history: numbers that a viewer
// missed are computed again.
#pragma once

#include <optional>
#include <string>

#include "backend/channel/stream_cursor.hpp"
#include "backend/loop/due_call.hpp"
#include "backend/websocket/websocket_connection.hpp"
#include "shared/error_code.hpp"
#include "shared/message.hpp"
#include "shared/number_sequence.hpp"
#include "shared/token.hpp"

namespace sws {

class VerifiedStream final : public WebSocketConnection {
 public:
  void prefetch() const { prefetch_socket(); }
  VerifiedStream(ConnectionSet& owner, Ticker& ticker, const Settings& settings, Upgrade upgrade);

 private:
  void on_open() override;
  void on_message(std::string_view message, bool is_text) override;
  void on_writable() override { send_due(std::chrono::steady_clock::now()); }
  void on_deadline() override;

  void on(const Start& start);
  void on(const Resume& resume);
  void on(const Stop& stop);

  // Goes on from number `next` with the stream that `identity` says, whose number 0 is due at `start`.
  void run(const StreamIdentity& identity, SteadyTime start, std::uint32_t next);
  void send_due(SteadyTime now);
  SendStatus send_one();
  SendStatus send_run(std::uint32_t overdue);
  void end(EndReason reason);
  void refuse(const ErrorCode& code, std::string detail);

  StreamId stream_;  // the one that hello offers, until the client resumes another
  StreamCursor cursor_;
  std::optional<NumberSequence> numbers_;  // nothing: the client has not said what it wants
  DueCall<VerifiedStream, &VerifiedStream::send_due> due_{*this};
};

}  // namespace sws
