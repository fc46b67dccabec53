#include "frontend/page/page.hpp"

#include <algorithm>
#include <utility>

#include "frontend/page/quantity_phrases.hpp"
#include "frontend/page/status.hpp"
#include "frontend/stream/number_phrases.hpp"
#include "shared/hex.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;
using Phase = StreamSession::Phase;

constexpr Moment kClockTick = 1s;         // the age and the countdown are shown in seconds
constexpr Moment kSummaryInterval = 10s;  // a screen reader that speaks more often drowns everything else
constexpr Moment kLateGrace = 1s;         // in addition to one and a half intervals

std::string file_name(const ReceivedStream& stream, const char* extension) {
  const std::string id = stream.offer ? '-' + to_hex(stream.offer->stream).substr(0, 8) : "";
  return "simplewebsocket" + id + extension;
}

}  // namespace

Page::Page(SocketPort& port, RandomSource& random, std::string introduction) : recorder_(port), random_(random) {
  view_.number = std::move(introduction);
  describe_form();
}

void Page::press_start_or_stop(Moment now) {
  before_event(now);
  if (is_running()) {
    session_->stop(now);
  } else {
    start(now);
  }
  after_event(now);
}

void Page::start(Moment now) {
  FormReading reading = read_form(view_.form, limits_);
  if (!reading.problem.empty()) {
    view_.notice = "Not started. " + reading.problem;
    return;
  }
  view_.notice.clear();
  view_.summary.clear();
  if (!is_before_) keep_stream_before();
  session_.emplace(recorder_, random_, reading.choice, now);
  is_before_ = display_.shown() > 0;
  if (!is_before_) show_new_stream();
  summarised_at_ = now;
}

void Page::keep_stream_before() {
  if (!session_) return;
  before_ = session_->received();
  display_.moved_to(before_);
}

void Page::show_new_stream() {
  is_before_ = false;
  verification_.reset();
  display_.follow(session_->received());
}

void Page::press_pause(Moment now) {
  display_.set_paused(!display_.is_paused());
  after_event(now);
}

void Page::press_retry(Moment now) {
  before_event(now);
  if (session_) session_->reconnect_now(now);
  after_event(now);
}

void Page::change_form(StreamForm form, Moment now) {
  view_.form = std::move(form);
  view_.notice.clear();
  after_event(now);
}

void Page::submit_form(Moment now) {
  if (!is_running()) return press_start_or_stop(now);
  notice("The stream that runs keeps its own range, interval and count: these are for the next START", now);
}

void Page::notice(std::string text, Moment now) {
  view_.notice = std::move(text);
  after_event(now);
}

void Page::socket_opened(Moment now) {
  recorder_.log.noted("open", now);
  if (session_) session_->socket_opened(now);
  after_event(now);
}

void Page::text_received(std::string_view text, Moment now) {
  before_event(now);
  recorder_.log.received(text, now);
  if (session_) session_->text_received(text, now);
  after_event(now);
}

void Page::binary_received(Moment now) {
  recorder_.log.received("binary data", now);
  if (session_) session_->binary_received();
  after_event(now);
}

void Page::socket_closed(std::uint16_t code, std::string_view reason, Moment now) {
  before_event(now);
  recorder_.log.noted("closed with code " + std::to_string(code), now);
  if (session_) session_->socket_closed(code, reason, now);
  after_event(now);
}

void Page::socket_failed(Moment now) {
  before_event(now);
  recorder_.log.noted("error", now);
  if (session_) session_->socket_failed(now);
  after_event(now);
}

void Page::answered(const HttpAnswer& answer, Moment now) {
  before_event(now);
  recorder_.log.noted(answer.status == 0 ? "no answer over HTTP" : "HTTP status " + std::to_string(answer.status),
                      now);
  if (session_) session_->answered(answer, now);
  after_event(now);
}

void Page::set_online(bool online, Moment now) {
  before_event(now);
  online_ = online;
  if (online && session_) session_->network_returned(now);
  after_event(now);
}

void Page::set_visible(bool visible, Moment now) {
  before_event(now);
  visible_ = visible;
  if (session_) session_->set_visible(visible, now);
  after_event(now);
}

void Page::read_line_at(std::optional<double> x, Moment now) {
  display_.read_line_at(x);
  after_event(now);
}

void Page::read_histogram_at(std::optional<double> x, Moment now) {
  display_.read_histogram_at(x);
  after_event(now);
}

void Page::tick(Moment now) {
  before_event(now);
  if (session_) session_->tick(now);
  if (is_verifying()) verification_->step();
  after_event(now);
}

std::optional<Moment> Page::deadline() const {
  if (is_verifying()) return now_;
  std::optional<Moment> earliest = session_ ? session_->deadline() : std::nullopt;
  const auto consider = [&](std::optional<Moment> moment) {
    if (moment && (!earliest || *moment < *earliest)) earliest = moment;
  };
  if (is_running() && visible_) consider(now_ + kClockTick);
  if (!is_late(now_)) consider(late_at());
  return earliest;
}

std::string Page::proof_json() const {
  return encode_proof(proven().proof());
}

std::string Page::proof_name() const {
  return file_name(proven(), ".json");
}

std::string Page::csv_name() const {
  return file_name(shown(), ".csv");
}

std::optional<Moment> Page::late_at() const {
  if (!is_running() || session_->phase() != Phase::live || session_->is_stopping()) return std::nullopt;
  if (session_->protocol() != StreamSession::Protocol::verified)
    return std::nullopt;  // the plain protocol promises no interval
  const auto interval = std::chrono::milliseconds(session_->received().parameters.interval_ms);
  return last_number_at_ + interval + interval / 2 + kLateGrace;
}

bool Page::is_late(Moment now) const {
  const auto late = late_at();
  return late && now >= *late;
}

void Page::after_event(Moment now) {
  now_ = now;
  if (session_) {
    limits_ = session_->limits();
    notice_new_numbers(now);
    describe_stream(now);
  }
  describe_form();
}

void Page::notice_new_numbers(Moment now) {
  // Without a connection no number is overdue, so the wait begins anew when the stream goes on.
  const std::size_t count = session_->received().numbers.size();
  if (count != numbers_ || session_->phase() != Phase::live) last_number_at_ = now;
  numbers_ = count;
}

void Page::describe_stream(Moment now) {
  const ReceivedStream& stream = session_->received();
  const bool is_over = session_->phase() == Phase::over;
  const bool has_begun = session_->is_started() || !stream.numbers.empty();
  if (is_before_ && has_begun) show_new_stream();
  if (is_over && !is_before_ && !verification_ && stream.is_verified_at_end() && stream.has_proof()) {
    verification_.emplace(stream.proof());
  }
  if (is_over) display_.set_paused(false);
  display_.update();
  display_.describe(view_);

  const Situation situation{
      .online = online_, .late = is_late(now), .paused = display_.is_paused(), .shows_before = is_before_};
  Status status = status_of(*session_, verification_ && !is_before_ ? &*verification_ : nullptr, situation);
  view_.status = std::move(status.text);
  view_.connection = status.connection;
  view_.button = is_over ? "START" : "STOP";
  view_.pause = display_.is_paused() ? "RESUME" : "PAUSE";
  view_.can_pause = !is_over && !is_before_ && display_.shown() > 0;
  describe_proof();

  view_.round_trip = session_->round_trip() ? round_trip(*session_->round_trip()) : "";

  const bool is_reconnecting = view_.is_reconnecting = session_->phase() == Phase::reconnecting;
  const bool is_waiting = is_reconnecting && session_->reconnect_at();
  view_.can_retry = is_waiting && !session_->waits_as_told();
  view_.countdown.clear();
  if (is_waiting) {
    view_.countdown = "Next attempt in " + wait_in_words(*session_->reconnect_at() - now);
  } else if (is_reconnecting) {
    view_.countdown = "Trying now";
  }
  if (display_.is_paused()) return;
  view_.age = is_over || is_before_ || display_.shown() == 0 || is_reconnecting ? "" : ago(now - last_number_at_);
  summarise(now);
}

void Page::describe_proof() {
  const bool was_wrong = verification_ && verification_->finished() && !verification_->passed();
  view_.has_proof = proven().has_proof() && !is_verifying();
  view_.proof = has_evidence() || was_wrong ? "Download the evidence (JSON)" : "Download the proof (JSON)";
}

void Page::describe_form() {
  view_.form_problem = read_form(view_.form, limits_).problem;
  const bool is_plain = session_ && session_->protocol() == StreamSession::Protocol::plain;
  if (is_plain && view_.form != StreamForm()) {
    view_.form_problem = "This server speaks the plain protocol, in which it alone chooses";
  }
  view_.interval_limits =
      std::to_string(limits_.min_interval_ms) + " to " + std::to_string(limits_.max_interval_ms);
  view_.count_limits = "1 to " + std::to_string(limits_.max_count);
}

void Page::summarise(Moment now) {
  if (!visible_ || display_.shown() == 0 || now - summarised_at_ < kSummaryInterval) return;
  summarised_at_ = now;
  if (session_->phase() != Phase::live) return;
  view_.summary =
      counted(display_.shown(), "number") + " so far, the last " + view_.number + ". " + view_.uniformity;
}

}  // namespace sws
