#include "frontend/page/status.hpp"

#include "frontend/page/short_digests.hpp"
#include "frontend/stream/number_phrases.hpp"

namespace sws {
namespace {

using Phase = StreamSession::Phase;
using Kind = StreamSession::Ending::Kind;

std::string live_words(const ReceivedStream& stream) {
  if (stream.verifier) return "Live: every number is verified as it comes";
  std::string words = "Live: a new number as it comes";
  if (stream.is_verified_at_end()) {
    words += "; this stream has more than " + std::to_string(kMaxProvenCount) +
             " numbers, which are verified at its end";
  }
  return words;
}

Status live(const StreamSession& session, const Situation& situation) {
  const StreamSession::Faults& faults = session.faults();
  Status status = {live_words(session.received()), "live"};
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
      return {"Stopped by you after " + numbers, "stopped"};
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

bool ended_well(const Status& status) {
  return status.connection == "ended" || status.connection == "stopped";
}

// Adds how many numbers of a stream with roots were verified as they came.
void add_verified(Status& status, const ReceivedStream& stream) {
  const std::size_t verified = stream.numbers.size();
  if (verified == 0) return;
  if (stream.rejected) {
    status.text +=
        "; the first " + (verified == 1 ? "number is" : std::to_string(verified) + " numbers are") + " verified";
    return;
  }
  status.text += "; " + count_verified(verified, verified);
  if (ended_well(status)) status.connection = "verified";
}

// Adds what the verification at the end of a stream finds.
void add_verdict(Status& status, const Verification& verification) {
  const bool is_wrong = status.connection == "wrong";
  if (!verification.finished()) {
    status.text += "; verifying";
    if (ended_well(status)) status.connection = "verifying";
    return;
  }
  // That the count is wrong has been said.
  status.text += "; " + (is_wrong && verification.all_verified() ? verification.count() : verification.verdict());
  if (!verification.passed()) {
    status.connection = "wrong";
  } else if (ended_well(status)) {
    status.connection = "verified";
  }
}

}  // namespace

Status status_of(const StreamSession& session, const Verification* verification, const Situation& situation) {
  const ReceivedStream& stream = session.received();
  const bool at_end = stream.is_verified_at_end();
  if (session.is_stopping()) {
    return {at_end ? "Stopping: waiting for the server to reveal its seed"
                   : "Stopping: waiting for the server to end the stream",
            "stopping"};
  }
  switch (session.phase()) {
    case Phase::connecting:
      return {"Starting websocket communication: connecting", "connecting"};
    case Phase::live:
      return live(session, situation);
    case Phase::reconnecting:
      return reconnecting(session, situation);
    case Phase::over:
      break;
  }
  Status status = how_it_ended(session, situation);
  if (situation.shows_before) status.text += ". The numbers shown are those of the stream before";
  if (stream.verifier) {
    add_verified(status, stream);
  } else if (verification) {
    add_verdict(status, *verification);
  } else if (at_end && !stream.numbers.empty() && status.connection != "wrong") {
    status.text += "; the server did not reveal its seed, so that the numbers cannot be verified";
  }
  status.text = with_short_digests(status.text);
  return status;
}

}  // namespace sws
