#include "frontend/page/sample_page.hpp"

#include <algorithm>
#include <utility>

#include "frontend/page/quantity_phrases.hpp"
#include "frontend/stream/number_phrases.hpp"
#include "frontend/stream/sample_session.hpp"
#include "frontend/stream/shared_session.hpp"
#include "shared/joined.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;
using Phase = Session::Phase;

constexpr Moment kSilence = 10s;  // a shorter one is said as the age of the last number

std::unique_ptr<LogSession> session_for(const ChannelInfo& channel, SocketPort& port, RandomSource& random) {
  if (channel.is_shared) return std::make_unique<SharedSession>(port, random);
  return std::make_unique<SampleSession>(port, random);
}

}  // namespace

SamplePage::SamplePage(SocketPort& socket, RandomSource& random, std::string introduction,
                       const ChannelInfo& channel, WallClock clock, Moment now)
    : Page(socket, std::move(introduction)),
      name_(channel.name),
      clock_(clock),
      session_(session_for(channel, port(), random)),
      display_(session_->received(), channel) {
  display_.set_local_time(clock.offset_ms);
  before_event(now);
  session_->start(now);
  after_event(now);
}

void SamplePage::press_start_or_stop(Moment now) {
  before_event(now);
  view_.notice.clear();
  if (is_running()) {
    session_->stop(now);
  } else {
    session_->start(now);
  }
  after_event(now);
}

void SamplePage::read_at(std::optional<double> x, Moment now) {
  display_.read_at(x);
  after_event(now);
}

void SamplePage::read_sample(std::size_t index, Moment now) {
  display_.read_sample(index);
  after_event(now);
}

void SamplePage::describe(Moment now) {
  view_.has_begun = true;
  notice_new_numbers(now);
  if (!is_running()) display_.set_paused(false);
  display_.update();
  display_.describe(view_);
  if (session_->verifies() && display_.has_samples()) {
    view_.progress = joined({counted(display_.shown(), "number"), " verified"});
  }

  Situation circumstances = situation();
  circumstances.paused = display_.is_paused();
  Status status = status_of(*session_, session_->received().gap_within(display_.in_sight()), circumstances);
  view_.status = std::move(status.text);
  view_.connection = status.connection;
  view_.button = is_running() ? "STOP" : "START";
  view_.pause = display_.is_paused() ? "RESUME" : "PAUSE";
  view_.can_pause = is_running() && display_.has_samples();
  describe_connection(now);
  if (display_.is_paused()) return;
  view_.age = age(now);
  if (display_.has_samples() && is_summary_due(now)) {
    view_.summary = joined({view_.sight, "; the latest is ", view_.last, ". Average ", view_.sample_mean});
  }
}

void SamplePage::notice_new_numbers(Moment now) {
  if (session_->received().count() == count_) return;
  count_ = session_->received().count();
  last_number_at_ = now;
  if (session_->is_last_live()) return;
  // It came from the history. The clocks of two computers may differ, so that this can only be about right.
  const std::int64_t age_ms = clock_.at_ms(now) - session_->received().samples().back().sample.at_ms;
  last_number_at_ -= std::chrono::milliseconds(std::max<std::int64_t>(age_ms, 0));
}

std::string SamplePage::age(Moment now) const {
  if (session_->phase() != Phase::live || !display_.has_samples()) return "";
  const Moment silence = now - last_number_at_;
  return silence < kSilence || session_->verifies() ? ago(silence) : "source silent for " + span_of_time(silence);
}

}  // namespace sws
