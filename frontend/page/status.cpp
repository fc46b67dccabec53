#include "frontend/page/status.hpp"

#include "frontend/stream/number_phrases.hpp"

namespace sws {
namespace {

using Phase = StreamSession::Phase;
using Kind = StreamSession::Ending::Kind;

Status live(const StreamSession::Faults& faults, const Situation& situation) {
  Status status = {"Live: a new number as it comes", "live"};
  if (situation.late) status = {"Late: the next number is overdue", "late"};
  if (situation.paused) status = {"Paused: the display stands still, the stream goes on", "paused"};
  std::string& text = status.text;
  if (faults.sequence_breaks > 0) {
    text += "; " + counted(faults.sequence_breaks, "break") +
            " in the sequence mended, the last: " + faults.last_sequence_break;
  }
  if (faults.broken_frames > 0) {
    text +=
        "; " + counted(faults.broken_frames, "broken frame") + " left out, the last: " + faults.last_broken_frame;
  }
  return status;
}

Status reconnecting(const StreamSession& session, const Situation& situation) {
  if (!situation.online) return {"Offline: reconnecting when the network is back", "offline"};
  const char* const what = session.is_started() ? "Reconnecting" : "Starting websocket communication";
  const std::uint32_t attempts = session.attempts();
  const std::string which = attempts > 0 ? ", attempt " + std::to_string(attempts) : "";
  return {what + which + ": " + session.why_lost(), "reconnecting"};
}

Status how_it_ended(const StreamSession& session, const Situation& situation) {
  const StreamSession::Ending& ending = session.ending();
  const std::string numbers = counted(session.received().numbers.size(), "number");
  const bool has_numbers = !session.received().numbers.empty();
  const std::string after = has_numbers ? ", after " + numbers : "";
  switch (ending.kind) {
    case Kind::complete:
      return {"Ended: " + (session.received().numbers.size() > 1 ? "all " + numbers + " received"
                           : has_numbers                         ? "the only number received"
                                                                 : "no number came"),
              "ended"};
    case Kind::stopped:
      return {"Stopped by you after " + numbers + (ending.why.empty() ? "" : "; " + ending.why), "stopped"};
    case Kind::stopped_by_server:
      return {"Stopped by the server after " + numbers, "stopped"};
    case Kind::lost:
      return {"Lost: " + ending.why + after + (situation.online ? "" : "; the browser is offline"), "lost"};
    case Kind::refused:
      if (!has_numbers) return {"Refused by the server: " + ending.why, "refused"};
      return {"Refused by the server after " + numbers + ": " + ending.why +
                  ". The numbers so far stay until a new stream has begun",
              "refused"};
    case Kind::access_ended:
      return {"Ended by the server" + (has_numbers ? " after " + numbers : "") + ": " + ending.why +
                  (has_numbers ? ". The numbers so far stay; to" : ". To") +
                  " watch further, ask for a new address of this page",
              "refused"};
    case Kind::distrusted:
      break;
  }
  return {"Not to be trusted: " + ending.why, "wrong"};
}

}  // namespace

Status status_of(const StreamSession& session, const Verification* verification, const Situation& situation) {
  if (session.is_stopping()) return {"Stopping: waiting for the server to reveal its seed", "stopping"};
  switch (session.phase()) {
    case Phase::connecting:
      return {"Starting websocket communication: connecting", "connecting"};
    case Phase::live:
      return live(session.faults(), situation);
    case Phase::reconnecting:
      return reconnecting(session, situation);
    case Phase::over:
      break;
  }
  Status status = how_it_ended(session, situation);
  if (situation.shows_before) status.text += ". The numbers shown are those of the stream before";
  if (!verification) return status;
  if (!verification->finished()) {
    status.text += "; verifying";
    if (status.connection != "wrong") status.connection = "verifying";
    return status;
  }
  status.text += "; " + verification->verdict();
  if (!verification->passed()) {
    status.connection = "wrong";
  } else if (status.connection != "wrong") {
    status.connection = "verified";
  }
  return status;
}

}  // namespace sws
