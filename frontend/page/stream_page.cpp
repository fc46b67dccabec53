#include "frontend/page/stream_page.hpp"

#include <algorithm>
#include <utility>

#include "frontend/page/quantity_phrases.hpp"
#include "frontend/page/status.hpp"
#include "frontend/stream/number_phrases.hpp"
#include "shared/hex.hpp"
#include "shared/joined.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;
using Phase = StreamSession::Phase;

constexpr Moment kLateGrace = 1s;  // in addition to one and a half intervals

// Portions of the verification at the end. While the page is visible, it paints 60 times a second between them; the
// timers of a hidden page may fire only once a minute.
constexpr Moment kPortion = 3ms, kHiddenPortion = 100ms;

std::string file_name(const ReceivedStream& stream, const char* extension) {
  const std::string id = stream.offer ? '-' + to_hex(stream.offer->stream).substr(0, 8) : "";
  return "simplewebsocket" + id + extension;
}

}  // namespace

StreamPage::StreamPage(SocketPort& port, RandomSource& random, ReadClock clock, std::string introduction,
                       const WallClock& wall_clock, StreamForm defaults)
    : Page(port, std::move(introduction)), random_(random), clock_(clock) {
  view_.defaults = std::move(defaults);
  display_.set_clock(wall_clock);
  describe_form();
}

void StreamPage::press_start_or_stop(Moment now) {
  before_event(now);
  if (is_running()) {
    session_->stop(now);
  } else {
    start(now);
  }
  after_event(now);
}

void StreamPage::start(Moment now) {
  FormReading reading = read_form(view_.form, limits_, view_.defaults);
  if (!reading.problem.empty()) {
    why_not_started_ = "Not started. " + reading.problem;
    return;
  }
  why_not_started_.clear();
  is_for_later_ = false;
  view_.notice.clear();
  view_.summary.clear();
  if (!is_before_) keep_stream_before();
  session_.emplace(port(), random_, reading.choice, now);
  is_before_ = display_.shown() > 0;
  if (!is_before_) show_new_stream();
  postpone_summary(now);
}

void StreamPage::keep_stream_before() {
  if (!session_) return;
  before_ = session_->received();
  display_.moved_to(before_);
}

void StreamPage::show_new_stream() {
  is_before_ = false;
  verification_.reset();
  display_.follow(session_->received());
}

void StreamPage::toggle_pause() {
  display_.set_paused(!display_.is_paused());
}

void StreamPage::change_form(StreamForm form, Moment now) {
  view_.form = std::move(form);
  why_not_started_.clear();
  is_for_later_ = false;
  after_event(now);
}

void StreamPage::submit_form(Moment now) {
  if (!is_running()) return press_start_or_stop(now);
  is_for_later_ = true;
  after_event(now);
}

void StreamPage::read_line_at(std::optional<double> x, Moment now) {
  display_.read_line_at(x);
  after_event(now);
}

void StreamPage::read_line(std::size_t index, Moment now) {
  display_.read_line(index);
  after_event(now);
}

void StreamPage::read_histogram_at(std::optional<double> x, Moment now) {
  display_.read_histogram_at(x);
  after_event(now);
}

void StreamPage::read_bar(std::size_t index, Moment now) {
  display_.read_bar(index);
  after_event(now);
}

void StreamPage::work() {
  if (is_verifying()) verification_->work_for(is_visible() ? kPortion : kHiddenPortion);
}

std::optional<Moment> StreamPage::own_deadline() const {
  if (is_verifying()) return last_event();
  return is_late(last_event()) ? std::nullopt : late_at();
}

std::string StreamPage::proof_json() const {
  return encode_proof(proven().proof());
}

std::string StreamPage::proof_name() const {
  return file_name(proven(), ".json");
}

std::string StreamPage::csv_name() const {
  return file_name(shown(), ".csv");
}

std::optional<Moment> StreamPage::late_at() const {
  if (!is_running() || session_->phase() != Phase::live || session_->is_stopping()) return std::nullopt;
  if (session_->protocol() == StreamSession::Protocol::plain) {
    return last_number_at_ + session_->pace().patience();
  }
  const auto interval = std::chrono::milliseconds(session_->received().parameters.interval_ms);
  return last_number_at_ + interval + interval / 2 + kLateGrace;
}

bool StreamPage::is_late(Moment now) const {
  const auto late = late_at();
  return late && now >= *late;
}

void StreamPage::describe(Moment now) {
  if (session_) {
    limits_ = session_->limits();
    if (const auto& stated = session_->defaults()) {
      view_.defaults.min = std::to_string(stated->min);
      view_.defaults.max = std::to_string(stated->max);
      view_.defaults.interval_ms = std::to_string(stated->interval_ms);
    }
    view_.has_begun = true;
    notice_new_numbers(now);
    describe_stream(now);
  } else {
    view_.status = "Ready";
    view_.connection = "idle";
  }
  if (!why_not_started_.empty()) {
    view_.status = why_not_started_;
    view_.connection = "refused";
  }
  describe_form();
}

void StreamPage::notice_new_numbers(Moment now) {
  // Without a connection no number is overdue, so the wait begins anew when the stream goes on.
  const std::size_t count = session_->received().numbers.size();
  if (count != numbers_ || session_->phase() != Phase::live) last_number_at_ = now;
  numbers_ = count;
}

void StreamPage::describe_stream(Moment now) {
  const ReceivedStream& stream = session_->received();
  const bool is_over = session_->phase() == Phase::over;
  const bool has_begun = session_->is_started() || !stream.numbers.empty();
  if (is_before_ && has_begun) show_new_stream();
  if (is_over && !is_before_ && !verification_ && stream.is_verified_at_end() && stream.has_proof()) {
    verification_.emplace(stream.proof(), clock_);
  }
  if (is_over) display_.set_paused(false);
  display_.update(now, session_->phase() == Phase::live && !is_before_ && !is_late(now));
  display_.describe(view_);
  if ((is_over || is_before_) && display_.shown() > 0) view_.progress = progress_at_end();

  Situation circumstances = situation();
  circumstances.late = is_late(now);
  circumstances.paused = display_.is_paused();
  circumstances.shows_before = is_before_;
  Status status = status_of(*session_, verification_ && !is_before_ ? &*verification_ : nullptr, circumstances);
  view_.status = std::move(status.text);
  view_.connection = status.connection;
  view_.button = is_over ? "START" : "STOP";
  view_.pause = display_.is_paused() ? "RESUME" : "PAUSE";
  view_.can_pause = !is_over && !is_before_ && display_.shown() > 0;
  describe_proof();

  describe_connection(now);
  if (display_.is_paused()) return;
  view_.age =
      is_over || is_before_ || display_.shown() == 0 || view_.is_reconnecting ? "" : ago(now - last_number_at_);
  summarise(now);
}

std::string StreamPage::progress_at_end() const {
  const std::size_t count = display_.shown();
  if (!shown().verifier && !(verification_ && verification_->passed())) return counted(count, "number");
  const std::uint32_t planned = shown().parameters.count;
  return count == planned ? count_verified(count, planned) : counted(count, "number") + " verified";
}

void StreamPage::describe_proof() {
  const bool was_wrong = verification_ && verification_->finished() && !verification_->passed();
  view_.has_proof = proven().has_proof() && !is_verifying();
  view_.proof = has_evidence() || was_wrong ? "Save evidence" : "Save proof";
}

void StreamPage::describe_form() {
  FormReading reading = read_form(view_.form, limits_, view_.defaults);
  view_.form_problem = std::move(reading.problem);
  view_.wrong_fields = reading.wrong;
  if (is_for_later_ && is_running()) view_.form_problem = "These settings apply at the next START.";
  const bool is_plain = session_ && session_->protocol() == StreamSession::Protocol::plain;
  if (is_plain && view_.form != StreamForm()) {
    view_.form_problem = "This server always chooses these settings itself.";
  }
  view_.interval_limits = joined({grouped(limits_.min_interval_ms), " to ", grouped(limits_.max_interval_ms)});
  view_.count_limits = "1 to " + grouped(limits_.max_count);
}

void StreamPage::summarise(Moment now) {
  if (display_.shown() == 0 || !is_summary_due(now)) return;
  view_.summary = joined(
      {counted(display_.shown(), "number"), " so far; the latest is ", view_.number, ". ", view_.uniformity});
}

}  // namespace sws
