#include "frontend/page/status.hpp"

#include "frontend/page/session_status.hpp"
#include "frontend/page/short_digests.hpp"
#include "frontend/stream/number_phrases.hpp"

namespace sws {
namespace {

using Phase = Session::Phase;

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
  Status status = {live_words(session.received()), "live"};
  if (situation.late) status = {"Late: the next number is overdue", "late"};
  if (situation.paused) status = paused();
  add_faults(status, session.faults());
  add_clock(status, session);
  return status;
}

std::string completeness(const ReceivedStream& stream) {
  if (stream.numbers.empty()) return "no number came";
  if (stream.numbers.size() == 1) return "the only number received";
  return "all " + counted(stream.numbers.size(), "number") + " received";
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
      return connecting();
    case Phase::live:
      return live(session, situation);
    case Phase::reconnecting:
      return reconnecting(session, situation.online);
    case Phase::over:
      break;
  }
  Status status = how_it_ended(session.ending(), completeness(stream), stream.numbers.size(), situation.online);
  if (situation.shows_before) status.text += ". The numbers shown are those of the stream before";
  if (stream.verifier) {
    add_verified(status, stream);
  } else if (verification) {
    add_verdict(status, *verification);
  } else if (at_end && !stream.numbers.empty() && status.connection != "wrong") {
    status.text += "; the server did not reveal its seed, so that the numbers cannot be verified";
  }
  if (status.connection != "wrong") add_clock(status, session);
  status.text = with_short_digests(status.text);
  return status;
}

}  // namespace sws
