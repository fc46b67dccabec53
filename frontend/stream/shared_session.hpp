// The session of a shared channel, whose numbers are the same for everybody and follow from keys that the server
// has announced before. It verifies each number as it comes, and ends if one is wrong. It begins with the number
// that is due now; after a loss it goes on with the next one, on any server of the cluster.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "frontend/stream/log_session.hpp"
#include "shared/message.hpp"
#include "shared/period_verifier.hpp"

namespace sws {

class SharedSession final : public LogSession {
 public:
  static constexpr std::chrono::seconds kSilenceGrace{5};  // a silence of three intervals and this counts as a loss

  // `port` and `random` must outlive the session.
  SharedSession(SocketPort& port, RandomSource& random) : LogSession(port, random) {}

  // After a server that was not to be trusted, the visitor tries anew: nothing is known of it.
  void start(Moment now) override;

  // Whether it came alone behind another one, and not in a run or as the first of a connection.
  bool is_last_live() const override { return is_last_live_; }
  bool verifies() const override { return true; }

 private:
  void take_hello(const ServerMessage& hello, Moment now) override;
  bool take_started(const ServerMessage& message, Moment now) override;
  bool take_other(const ServerMessage& message, Moment now) override;

  void take_numbers(const Numbers& run, Moment now);
  void take_gap(const Gap& gap, Moment now);

  // Ends the session if `wrong` says what is wrong, and answers whether it did.
  bool distrust(std::optional<std::string> wrong);
  void expect_numbers(Moment now);

  std::optional<PeriodVerifier> verifier_;
  std::uint32_t interval_ms_ = 0;
  bool has_numbers_ = false;  // on this connection
  bool is_last_live_ = false;
};

}  // namespace sws
