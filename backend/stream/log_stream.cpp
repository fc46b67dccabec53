#include "backend/stream/log_stream.hpp"

#include <algorithm>
#include <utility>

#include "backend/stream/log_frames.hpp"

namespace sws {
namespace {

// So few samples are sent at once, outside the budget: a viewer who begins with the newest one waits for nobody.
constexpr std::uint32_t kPromptSamples = 8;

}  // namespace

LogStream::LogStream(Outlet& outlet, std::shared_ptr<Audience> audience, CatchUp& catch_up, StreamKind kind)
    : outlet_(outlet), catch_up_(catch_up), audience_(std::move(audience)), kind_(kind) {
  Gauge& viewers = audience_->channel_metrics().viewers;
  viewers.set(viewers.value() + 1);
}

LogStream::~LogStream() {
  audience_->leave(*this);
  Gauge& viewers = audience_->channel_metrics().viewers;
  viewers.set(viewers.value() - 1);
}

void LogStream::run(std::uint64_t next) {
  due_.leave_queue();
  running_ = true;
  next_ = next;
  catch_up(ticker().now());
}

void LogStream::expect_run_within(std::chrono::seconds patience) {
  const SteadyTime now = ticker().now();
  ticker().add(due_, shared_wake_up(now, now + patience));
}

std::uint64_t LogStream::newest(std::uint64_t last) {
  audience_->send_pending();
  return audience_->next() - std::min(last, audience_->next() - audience_->first());
}

void LogStream::on_writable() {
  if (running_ && !follows_) catch_up(ticker().now());
}

void LogStream::on_due(SteadyTime now) {
  if (running_) return catch_up(now);
  if (outlet_.is_open()) on_run_overdue();
}

void LogStream::catch_up(SteadyTime now) {
  while (outlet_.is_open() && next_ < audience_->next()) {
    const std::uint64_t from = std::max(next_, audience_->first());
    if (from == audience_->next()) {
      audience_->send_pending();
      continue;
    }
    auto count = static_cast<std::uint32_t>(std::min<std::uint64_t>(audience_->next() - from, kMaxNumbersPerFrame));
    if (count > kPromptSamples) count = catch_up_.take(count, now);
    if (count == 0) return catch_up_.wait(due_);
    if (send_from_window(from, count) != SendStatus::sent) return;  // on_writable() goes on
  }
  if (!outlet_.is_open()) return;
  if (audience_->has_ended()) return say_end(EndReason::source_ended);
  due_.leave_queue();
  audience_->follow(*this);
}

// Sends samples, and says before them what is missing.
SendStatus LogStream::send_from_window(std::uint64_t from, std::uint32_t count) {
  std::string frames;
  const bool misses = from > next_;
  if (misses) frames = gap_frames(kind_, audience_->log(), {next_, from});
  frames += number_frames(kind_, audience_->log(), from, audience_->run(from, count));
  const SendStatus status = outlet_.send(frames);
  if (status == SendStatus::sent || status == SendStatus::partial) {
    if (misses) audience_->channel_metrics().gaps.add();
    outlet_.metrics().numbers_caught_up.add(count);
    next_ = from + count;
  }
  return status;
}

void LogStream::say_end(EndReason reason) {
  audience_->leave(*this);
  const std::string frames = end_frames(kind_, audience_->log(), {reason, next_});
  if (!frames.empty()) outlet_.send_surely(frames);
  outlet_.close(CloseCode::normal);
}

}  // namespace sws
