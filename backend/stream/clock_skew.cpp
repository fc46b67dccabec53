#include "backend/stream/clock_skew.hpp"

#include <utility>

#include "backend/events/event_text.hpp"
#include "backend/process/log.hpp"
#include "shared/codec.hpp"
#include "shared/error_code.hpp"

namespace sws {

std::optional<std::string> refusal_of_skew(Metrics& metrics, std::chrono::milliseconds early) {
  if (early <= early.zero()) return std::nullopt;
  const bool is_refused = early >= kRefusedSkew;
  metrics.clock_skews.add();
  log(LogLevel::warn, "clock_skew",
      {{"behind_ms", early.count()},
       {"viewer", is_refused ? "is sent away" : "waits"},
       {"reason", "another server's clock is ahead of this one's, or the viewer lies; let NTP set the clocks"}});
  if (!is_refused) return std::nullopt;
  return "by this server's clock your last number is due in " + std::to_string(early.count() / 1'000) +
         " s: the clocks of two servers differ; try again, and let NTP set them";
}

void send_away(Outlet& outlet, std::string_view last_event_id, std::string why) {
  outlet.count(Reason::clock_skew);
  const std::string error = encode(ErrorMessage{std::string(kClockSkew.name), std::move(why)});
  outlet.send_surely(std::string("id: ").append(last_event_id).append("\n") + named_event(kClockSkew.name, error));
  outlet.close(CloseCode::going_away);
}

}  // namespace sws
