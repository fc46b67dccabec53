#include "backend/events/event_connection.hpp"

#include <algorithm>
#include <utility>

#include "backend/connection/discard.hpp"
#include "backend/events/event_text.hpp"
#include "backend/events/random_retry.hpp"

namespace sws {
namespace {

// HTML Standard §9.2.7 recommends a comment every 15 seconds or so: some proxies end a response that is silent.
constexpr std::chrono::seconds kLongestSilence{15};

}  // namespace

EventConnection::EventConnection(ConnectionSet& owner, Ticker& ticker, std::shared_ptr<const Settings> settings,
                                 Upgrade& upgrade, Hot& hot)
    : StreamConnection(owner, ticker, std::move(settings), upgrade, StreamKind::events, hot),
      response_header_(std::move(upgrade.response_header)) {}

void EventConnection::start() {
  metrics().count_response(200);
  enter_open();
  send_surely(std::exchange(response_header_, {}) + random_retry());
  if (!is_open()) return;
  async_discard(
      transport().stream(), [this](std::size_t size) { return allow_bytes(size); },
      tracked([this](boost::system::error_code error) { on_read_failed(error); }));
  begin_stream();
}

// The last events may still have to go out, some of them at the end of the tick.
void EventConnection::say_goodbye(CloseCode code, std::string_view) {
  if (!is_open()) return;
  begin_closing(code);
  wait_writable();
}

void EventConnection::on_peer_reads() {
  if (is_closing()) transport().shutdown_send();
}

StreamConnection::Filler EventConnection::filler() const {
  const auto wanted = settings().ping_interval;
  return {wanted == wanted.zero() ? kLongestSilence : std::min(wanted, kLongestSilence), kEventComment};
}

}  // namespace sws
