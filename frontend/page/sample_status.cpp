// The status line of a channel whose numbers are the same for everybody.
#include "frontend/page/session_status.hpp"
#include "frontend/stream/joined.hpp"
#include "frontend/stream/number_phrases.hpp"

namespace sws {
namespace {

using Phase = Session::Phase;

Status live(const LogSession& session, const Situation& situation) {
  if (situation.paused) return paused();
  if (session.verifies()) {
    return {"Live: every number is verified as it comes; the operator alone chose the seeds", "live"};
  }
  if (session.is_source_away()) {
    return {"The source of the numbers is away; the server waits for it, and no number is lost meanwhile", "live"};
  }
  const bool has_numbers = session.received().count() > 0;
  return {has_numbers ? "Live: a new number as it comes" : "Live: the source has not sent a number yet", "live"};
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
  const std::string complete =
      joined({"the source has ended, after ", counted(count, "number"), why.empty() ? "" : "; ", why});
  return how_it_ended(session.ending(), complete, count, situation.online);
}

}  // namespace

Status status_of(const LogSession& session, const std::string& gap, const Situation& situation) {
  Status status = status_without_gap(session, situation);
  if (!gap.empty()) (status.text += "; ") += gap;
  return status;
}

}  // namespace sws
