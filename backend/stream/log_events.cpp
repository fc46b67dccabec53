#include "backend/stream/log_events.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "backend/events/event_text.hpp"
#include "shared/codec.hpp"
#include "shared/hex.hpp"

namespace sws {
namespace {

// Returns the position in an id LOG.NEXT if it is one of this log.
std::optional<std::uint64_t> position_in(const Audience& audience, std::string_view id) {
  const std::string log = to_hex(audience.log()) + '.';
  if (!id.starts_with(log)) return std::nullopt;
  const std::string_view digits = id.substr(log.size());
  std::uint64_t next = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), next);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (next > audience.next() && !audience.may_be_behind()) return std::nullopt;
  return next;
}

}  // namespace

LogEvents::LogEvents(Outlet& outlet, const Settings&, std::shared_ptr<Audience> audience, CatchUp& catch_up,
                     std::string last_event_id)
    : LogStream(outlet, std::move(audience), catch_up, StreamKind::events),
      last_event_id_(std::move(last_event_id)) {}

bool LogEvents::is_complete(const Audience& audience, std::string_view last_event_id) {
  return audience.has_ended() && position_in(audience, last_event_id) == audience.next();
}

void LogEvents::on_open() {
  const std::string id = std::exchange(last_event_id_, {});
  if (id.empty()) return run(newest(1), false);
  audience().send_pending();
  if (const auto next = position_in(audience(), id)) {
    outlet().metrics().streams_resumed.add();
    return run(*next, true);
  }
  const LogStarted started{audience().name(), audience().log(), audience().window_first()};
  outlet().send_surely(named_event("restart", encode(started)));
  run(started.next, false);
}

}  // namespace sws
