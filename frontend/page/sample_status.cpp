// The status line of a channel whose numbers are the same for everybody.
#include "frontend/page/session_status.hpp"
#include "frontend/stream/number_phrases.hpp"
#include "shared/joined.hpp"

namespace sws {
namespace {

using Phase = Session::Phase;

Status live(const LogSession& session, const Situation& situation) {
  if (situation.paused) return paused();
  if (session.verifies()) {
    return {"Live. Every number is verified as it arrives; the operator alone chose the seeds.", "live"};
  }
  if (session.is_source_away()) {
    return {"The source is disconnected. The server is waiting for it; no number is lost.", "live"};
  }
  const bool has_numbers = session.received().count() > 0;
  return {has_numbers ? "Live. Each number appears as it arrives."
                      : "Live. Waiting for the first number from the source.",
          "live"};
}

Status status_without_gap(const LogSession& session, const Situation& situation) {
  const std::uint64_t count = session.received().count();
  switch (session.phase()) {
    case Phase::connecting:
      return connecting();
    case Phase::live: {
      Status status = live(session, situation);
      add_faults(status, session.faults());
      add_clock(status, session);
      return status;
    }
    case Phase::reconnecting:
      return reconnecting(session, situation.online);
    case Phase::over:
      break;
  }
  const std::string& why = session.ending().why;
  std::string complete = joined({"Ended: the source finished after ", counted(count, "number"), "."});
  Status status = how_it_ended(session.ending(), std::move(complete), count, situation.online);
  if (session.ending().kind == Session::Ending::Kind::complete && !why.empty()) add_sentence(status, why);
  return status;
}

}  // namespace

Status status_of(const LogSession& session, const std::string& gap, const Situation& situation) {
  Status status = status_without_gap(session, situation);
  if (!gap.empty()) add_sentence(status, gap);
  return status;
}

}  // namespace sws
