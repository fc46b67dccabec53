#include "frontend/page/page.hpp"

#include <algorithm>
#include <utility>

#include "frontend/page/quantity_phrases.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;
using Phase = Session::Phase;

constexpr Moment kClockTick = 1s;         // the age and the countdown are shown in seconds
constexpr Moment kSummaryInterval = 10s;  // a screen reader that speaks more often drowns everything else

}  // namespace

Page::Page(SocketPort& port, std::string introduction) : recorder_(port) {
  view_.number = std::move(introduction);
}

void Page::press_pause(Moment now) {
  toggle_pause();
  after_event(now);
}

void Page::press_retry(Moment now) {
  before_event(now);
  if (session()) session()->reconnect_now(now);
  after_event(now);
}

void Page::notice(std::string text, Moment now) {
  view_.notice = std::move(text);
  after_event(now);
}

void Page::socket_opened(Moment now) {
  recorder_.log.noted("open", now);
  if (session()) session()->socket_opened(now);
  after_event(now);
}

void Page::text_received(std::string_view text, Moment now) {
  before_event(now);
  recorder_.log.received(text, now);
  if (session()) session()->text_received(text, now);
  after_event(now);
}

void Page::binary_received(Moment now) {
  recorder_.log.received("binary data", now);
  if (session()) session()->binary_received();
  after_event(now);
}

void Page::socket_closed(std::uint16_t code, std::string_view reason, Moment now) {
  before_event(now);
  recorder_.log.noted("closed with code " + std::to_string(code), now);
  if (session()) session()->socket_closed(code, reason, now);
  after_event(now);
}

void Page::socket_failed(Moment now) {
  before_event(now);
  recorder_.log.noted("error", now);
  if (session()) session()->socket_failed(now);
  after_event(now);
}

void Page::answered(const HttpAnswer& answer, Moment now) {
  before_event(now);
  recorder_.log.noted(answer.status == 0 ? "no answer over HTTP" : "HTTP status " + std::to_string(answer.status),
                      now);
  if (session()) session()->answered(answer, now);
  after_event(now);
}

void Page::set_online(bool online, Moment now) {
  before_event(now);
  online_ = online;
  if (online && session()) session()->network_returned(now);
  after_event(now);
}

void Page::set_visible(bool visible, Moment now) {
  before_event(now);
  visible_ = visible;
  if (session()) session()->set_visible(visible, now);
  after_event(now);
}

void Page::tick(Moment now) {
  before_event(now);
  if (session()) session()->tick(now);
  work();
  after_event(now);
}

std::optional<Moment> Page::deadline() const {
  std::optional<Moment> earliest = own_deadline();
  const auto consider = [&](std::optional<Moment> moment) {
    if (moment && (!earliest || *moment < *earliest)) earliest = moment;
  };
  if (session()) consider(session()->deadline());
  if (is_running() && visible_) consider(now_ + kClockTick);
  return earliest;
}

void Page::after_event(Moment now) {
  now_ = now;
  describe(now);
}

void Page::describe_connection(Moment now) {
  const bool is_reconnecting = view_.is_reconnecting = session()->phase() == Phase::reconnecting;
  const bool is_connected = is_running() && !is_reconnecting;
  view_.round_trip = is_connected && session()->round_trip() ? round_trip(*session()->round_trip()) : "";
  const bool is_waiting = is_reconnecting && session()->reconnect_at();
  view_.can_retry = is_waiting && !session()->waits_as_told();
  view_.countdown.clear();
  if (is_waiting) {
    view_.countdown = "Next attempt in " + wait_in_words(*session()->reconnect_at() - now);
  } else if (is_reconnecting) {
    view_.countdown = "Trying now";
  }
}

bool Page::is_summary_due(Moment now) {
  if (!visible_ || now - summarised_at_ < kSummaryInterval) return false;
  summarised_at_ = now;
  return session()->phase() == Phase::live;
}

}  // namespace sws
