#include "frontend/page/session_status.hpp"

#include "frontend/stream/joined.hpp"
#include "frontend/stream/number_phrases.hpp"

namespace sws {

using Kind = Session::Ending::Kind;

Status connecting() {
  return {"Starting websocket communication: connecting", "connecting"};
}

Status paused() {
  return {"Paused: the display stands still, the stream goes on", "paused"};
}

Status reconnecting(const Session& session, bool is_online) {
  if (!is_online) return {"Offline: reconnecting when the network is back", "offline"};
  const char* const what = session.is_started() ? "Reconnecting" : "Starting websocket communication";
  const std::uint32_t attempts = session.attempts();
  const std::string which = attempts > 0 ? ", attempt " + std::to_string(attempts) : "";
  return {joined({what, which, ": ", session.why_lost()}), "reconnecting"};
}

Status how_it_ended(const Session::Ending& ending, const std::string& complete, std::uint64_t count,
                    bool is_online) {
  const std::string numbers = counted(count, "number");
  const bool has_numbers = count > 0;
  const std::string after = has_numbers ? joined({" after ", numbers}) : "";
  switch (ending.kind) {
    case Kind::complete:
      return {joined({"Ended: ", complete}), "ended"};
    case Kind::stopped:
      return {joined({"Stopped by you after ", numbers}), "stopped"};
    case Kind::stopped_by_server:
      return {joined({"Stopped by the server after ", numbers}), "stopped"};
    case Kind::lost:
      return {joined({"Lost: ", ending.why, has_numbers ? "," : "", after,
                      is_online ? "" : "; the browser is offline"}),
              "lost"};
    case Kind::refused:
      return {joined({"Refused by the server", after, ": ", ending.why,
                      has_numbers ? ". The numbers so far stay until a new stream has begun" : ""}),
              "refused"};
    case Kind::access_ended:
      return {joined({"Ended by the server", after, ": ", ending.why,
                      has_numbers ? ". The numbers so far stay; to" : ". To",
                      " watch further, ask for a new address of this page"}),
              "refused"};
    case Kind::distrusted:
      break;
  }
  return {joined({"Not to be trusted: ", ending.why}), "wrong"};
}

void add_clock(Status& status, const Session& session) {
  const auto ahead = std::chrono::round<std::chrono::seconds>(session.schedule().ahead()).count();
  if (ahead == 0) return;
  status.text += joined({"; numbers came ", std::to_string(ahead),
                         " s before their time: the clock of a server seems wrong, or this device slept"});
}

void add_faults(Status& status, const Session::Faults& faults) {
  if (faults.sequence_breaks > 0) {
    status.text += joined({"; ", counted(faults.sequence_breaks, "break"),
                           " in the sequence mended, the last: ", faults.last_sequence_break});
  }
  if (faults.broken_frames > 0) {
    status.text += joined(
        {"; ", counted(faults.broken_frames, "broken frame"), " left out, the last: ", faults.last_broken_frame});
  }
}

}  // namespace sws
