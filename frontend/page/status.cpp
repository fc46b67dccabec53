#include "frontend/page/status.hpp"

#include "frontend/page/quantity_phrases.hpp"
#include "frontend/page/session_status.hpp"
#include "frontend/page/short_digests.hpp"
#include "frontend/stream/number_phrases.hpp"
#include "shared/joined.hpp"

namespace sws {
namespace {

using Phase = Session::Phase;

std::string live_words(const ReceivedStream& stream) {
  if (stream.verifier) return "Live. Every number is verified as it arrives.";
  std::string words = "Live. Each number appears as it arrives.";
  if (!stream.is_verified_at_end()) return words;
  return words += joined({" More than ", grouped(kMaxProvenCount), " numbers are verified at the end."});
}

// The plain protocol promises no interval, so the words say what has been usual.
std::string late_words(const StreamSession& session) {
  if (session.protocol() != StreamSession::Protocol::plain) return "Late. The next number is overdue.";
  const auto usual = session.pace().usual();
  if (!usual) return "Late. No further number has arrived.";
  const Moment rounded = std::chrono::round<std::chrono::seconds>(*usual);
  if (rounded < std::chrono::seconds(2)) return "Late. Until now, a number arrived at least every second.";
  return joined({"Late. Until now, a number arrived about every ", span_of_time(rounded), "."});
}

void add_missing(Status& status, const PlainPace& pace) {
  if (!pace.missing()) return;
  const std::string lost = *pace.missing() > 0 ? "About " + counted(*pace.missing(), "number") : "Some numbers";
  add_sentence(status, joined({lost, " may be missing"}));
}

Status live(const StreamSession& session, const Situation& situation) {
  Status status = {live_words(session.received()), "live"};
  if (situation.late) status = {late_words(session), "late"};
  if (situation.paused) status = paused();
  add_missing(status, session.pace());
  add_faults(status, session.faults());
  add_clock(status, session);
  return status;
}

std::string completeness(const StreamSession& session) {
  const ReceivedStream& stream = session.received();
  const std::size_t count = stream.numbers.size();
  if (count == 0) return "Ended. No numbers arrived.";
  if (stream.token.empty())
    return joined({"Ended after ", counted(count, "number"), "."});  // of which we know no more
  return count == 1 ? "Complete. The only number arrived."
                    : joined({"Complete. All ", counted(count, "number"), " arrived."});
}

bool ended_well(const Status& status) {
  return status.connection == "ended" || status.connection == "stopped";
}

// Adds that the first `verified` numbers are verified, which are all unless something was wrong.
void add_verified(Status& status, std::size_t verified) {
  if (verified == 0) return;
  const bool is_one = verified == 1;
  if (status.connection != "wrong") return add_sentence(status, is_one ? "It is verified" : "All are verified");
  const std::string first = is_one ? "number is" : grouped(static_cast<std::int64_t>(verified)) + " numbers are";
  add_sentence(status, joined({"The first ", first, " verified"}));
}

// Adds what the verification at the end of a stream finds.
void add_verdict(Status& status, const Verification& verification) {
  if (!verification.finished()) {
    status.text += " Verifying…";
    if (ended_well(status)) status.connection = "verifying";
    return;
  }
  if (const auto& problem = verification.problem()) {
    // That the count is wrong has been said.
    const bool is_said = status.connection == "wrong" && verification.all_verified();
    if (!is_said) add_sentence(status, joined({"The numbers cannot be trusted: ", *problem}));
    status.connection = "wrong";
  }
  add_verified(status, verification.verified());
}

}  // namespace

Status status_of(const StreamSession& session, const Verification* verification, const Situation& situation) {
  const ReceivedStream& stream = session.received();
  const bool at_end = stream.is_verified_at_end();
  if (session.is_stopping()) {
    return {at_end ? "Stopping. Waiting for the server to reveal its seed."
                   : "Stopping. Waiting for the server to end the stream.",
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
  Status status = how_it_ended(session.ending(), completeness(session), stream.numbers.size(), situation.online);
  add_missing(status, session.pace());
  if (situation.shows_before) add_sentence(status, "The numbers shown are those of the previous stream");
  if (stream.verifier) {
    add_verified(status, stream.numbers.size());
  } else if (verification) {
    add_verdict(status, *verification);
  } else if (at_end && !stream.numbers.empty() && status.connection != "wrong") {
    add_sentence(status, "The server did not reveal its seed, so the numbers cannot be verified");
  }
  const bool is_verified = stream.verifier ? !stream.numbers.empty() : verification && verification->passed();
  if (is_verified && ended_well(status)) status.connection = "verified";
  if (status.connection != "wrong") add_clock(status, session);
  status.text = with_short_digests(status.text);
  return status;
}

}  // namespace sws
