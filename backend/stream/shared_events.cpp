#include "backend/stream/shared_events.hpp"

#include <charconv>
#include <optional>
#include <utility>

#include "backend/channel/stream_start.hpp"
#include "backend/events/event_text.hpp"
#include "backend/stream/clock_skew.hpp"
#include "shared/codec.hpp"
#include "shared/error_code.hpp"

namespace sws {
namespace {

// No clock is behind by so much: the id is that of an event before the interval of the channel was changed.
constexpr std::chrono::hours kStrangeId{24};

std::optional<std::uint64_t> read_event_number(std::string_view id) {
  std::uint64_t next = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), next);
  if (error != std::errc() || end != id.data() + id.size()) return std::nullopt;
  return next;
}

}  // namespace

SharedEvents::SharedEvents(Outlet& outlet, const Settings&, std::shared_ptr<SharedChannel> channel,
                           CatchUp& catch_up, std::string last_event_id)
    : SharedStream(outlet, std::move(channel), catch_up, StreamKind::events),
      last_event_id_(std::move(last_event_id)) {}

void SharedEvents::on_open() {
  const std::string id = std::exchange(last_event_id_, {});
  const Now at_start = now();
  if (id.empty()) return run_from(at_start.newest, at_start, false);
  const auto next = read_event_number(id);
  const auto early = next ? channel().time_until_last(*next, at_start.wall) : kFarthestStart;
  if (early < kStrangeId) {
    if (auto why = refusal_of_skew(outlet().metrics(), early)) return send_away(outlet(), id, *std::move(why));
    outlet().metrics().streams_resumed.add();
    return run_from(*next, at_start, true);
  }
  outlet().count(Reason::stream_error);
  const ErrorMessage error{std::string(kValueNotAllowed.name),
                           "Last-Event-ID is not the id of an event of this channel"};
  outlet().send_surely(named_event("restart", encode(error)));
  run_from(at_start.newest, at_start, false);
}

}  // namespace sws
