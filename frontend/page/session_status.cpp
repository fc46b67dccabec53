#include "frontend/page/session_status.hpp"

#include "frontend/stream/number_phrases.hpp"
#include "shared/joined.hpp"

namespace sws {

using Kind = Session::Ending::Kind;

std::string sentence(std::string text) {
  if (text.empty()) return text;
  if (text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
  constexpr std::string_view kEnds[] = {".", "!", "?", "…"};
  for (const std::string_view end : kEnds) {
    if (text.ends_with(end)) return text;
  }
  return text += '.';
}

void add_sentence(Status& status, std::string text) {
  (status.text += ' ') += sentence(std::move(text));
}

Status connecting() {
  return {"Starting websocket communication: connecting.", "connecting"};
}

Status paused() {
  return {"Paused. Numbers keep arriving; press RESUME to see them.", "paused"};
}

Status reconnecting(const Session& session, bool is_online) {
  // A browser may be wrong about that, so the page tries all the same.
  if (!is_online) return {"You seem to be offline. Still trying to reconnect.", "offline"};
  const char* const what = session.is_started() ? "Reconnecting" : "Starting websocket communication";
  const std::uint32_t attempts = session.attempts();
  const std::string which = attempts > 0 ? ", attempt " + std::to_string(attempts) : "";
  return {sentence(joined({what, which, ": ", session.why_lost()})), "reconnecting"};
}

Status how_it_ended(const Session::Ending& ending, std::string complete, std::uint64_t count, bool is_online) {
  const std::string after = count > 0 ? joined({" after ", counted(count, "number")}) : "";
  Status status;
  switch (ending.kind) {
    case Kind::complete:
      return {std::move(complete), "ended"};
    case Kind::stopped:
      return {joined({"Stopped", count > 0 ? after : " before the first number", "."}), "stopped"};
    case Kind::stopped_by_server:
      return {joined({"The server stopped the stream", count > 0 ? after : " before the first number", "."}),
              "stopped"};
    case Kind::lost:
      status = {sentence(joined({count > 0 ? "Disconnected" : "Not connected", after, ": ", ending.why})), "lost"};
      if (!is_online) add_sentence(status, "This device is offline");
      return status;
    case Kind::refused:
      status = {sentence(ending.why), "refused"};
      break;
    case Kind::access_ended:
      status = {sentence(joined({"Access has ended", after, ": ", ending.why})), "refused"};
      add_sentence(status, "To keep watching, ask for a new link to this page");
      break;
    case Kind::distrusted:
      return {sentence(joined({"This stream cannot be trusted: ", ending.why})), "wrong"};
  }
  if (count > 0) {
    add_sentence(status, joined({"Your ", counted(count, "number"), count == 1 ? " is" : " are", " kept"}));
  }
  return status;
}

void add_clock(Status& status, const Session& session) {
  const auto ahead = std::chrono::round<std::chrono::seconds>(session.schedule().ahead()).count();
  if (ahead == 0) return;
  add_sentence(status, joined({"Numbers arrived ", grouped(ahead),
                               " s early: a server's clock may be wrong, or this device was asleep"}));
}

void add_faults(Status& status, const Session::Faults& faults) {
  if (faults.sequence_breaks > 0) {
    add_sentence(status, joined({"Repaired ", counted(faults.sequence_breaks, "break"),
                                 " in the sequence; the last: ", faults.last_sequence_break}));
  }
  if (faults.broken_frames > 0) {
    add_sentence(status, joined({"Ignored ", counted(faults.broken_frames, "faulty message"),
                                 "; the last: ", faults.last_broken_frame}));
  }
}

}  // namespace sws
