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

void LogStream::run(std::uint64_t next, bool is_resumed) {
  due_.leave_queue();
  running_ = true;
  next_ = unsent_ = next;
  outlet_.log_begun(is_resumed);
  log_begun_ = audience_->logs_begun();
  catch_up(ticker().now());
}

Outlet::Account LogStream::account() const {
  const std::uint64_t next = follows_ ? audience_->next() : next_;
  return {.next = next, .numbers = next - unsent_};
}

void LogStream::expect_run_within(std::chrono::seconds patience) {
  const SteadyTime now = ticker().now();
  ticker().add(due_, shared_wake_up(now, now + patience));
}

std::uint64_t LogStream::newest(std::uint64_t last) {
  audience_->send_pending();
  return audience_->next() - std::min(last, audience_->next() - audience_->window_first());
}

void LogStream::on_writable() {
  if (running_ && !follows_ && !due_.is_queued()) catch_up(ticker().now());
}

void LogStream::on_due(SteadyTime now) {
  if (running_) return catch_up(now);
  if (outlet_.is_open()) on_run_overdue();
}

void LogStream::catch_up(SteadyTime now) {
  if (outlet_.is_open() && log_begun_ != audience_->logs_begun()) return outlet_.close(CloseCode::service_restart);
  if (!tell_source()) return;  // on_writable() goes on
  while (outlet_.is_open() && next_ < audience_->next()) {
    if (!send_more(now)) return;
  }
  if (!outlet_.is_open()) return;
  if (audience_->has_ended()) return say_end(EndReason::source_ended);
  due_.leave_queue();
  next_ == audience_->next() ? audience_->follow(*this) : audience_->wait_for_more(due_);
}

// Says that the broker is away, or that it is back, unless the viewer knows. False: the peer does not read.
bool LogStream::tell_source() {
  if (!outlet_.is_open() || knows_source_ == audience_->has_source()) return true;
  const bool is_here = audience_->has_source();
  const std::string frames = source_frames(kind_, {is_here});
  const SendStatus status = frames.empty() ? SendStatus::sent : outlet_.send(frames);
  if (status == SendStatus::sent || status == SendStatus::partial) knows_source_ = is_here;
  return status == SendStatus::sent;
}

// Sends samples that the viewer has not had. False: it waits, and is called when it may go on.
bool LogStream::send_more(SteadyTime now) {
  const LogArchive::Block holder = audience_->holder_of(next_, due_);
  if (!holder) return false;
  const bool is_behind = next_ < audience_->window_first();
  const std::uint64_t end = std::min(holder->next(), is_behind ? audience_->window_first() : audience_->next());
  const std::uint64_t from = std::min(end, holder->sample_from(std::max(next_, holder->first())));
  if (from == audience_->next() && audience_->window_first() == from) {  // there is nothing that was sent already
    const std::uint64_t before = audience_->next();
    audience_->send_pending();
    if (audience_->next() > before) return true;
  }
  auto count = static_cast<std::uint32_t>(std::min<std::uint64_t>(end - from, kMaxNumbersPerFrame));
  if (count > kPromptSamples) {
    count = catch_up_.take(count, now);
    if (count == 0) {
      catch_up_.wait(due_);
      return false;
    }
  }
  return send_from(*holder, from, count) == SendStatus::sent;  // or else on_writable() goes on
}

// Sends samples, and says before them what is missing.
SendStatus LogStream::send_from(const SampleWindow& holder, std::uint64_t from, std::uint32_t count) {
  std::string frames;
  const bool misses = from > next_;
  if (misses) frames = gap_frames(kind_, audience_->log(), {next_, from});
  std::vector<Sample> samples = holder.run(from, count);
  const std::uint64_t sent = samples.size();
  if (sent > 0) frames += number_frames(kind_, audience_->log(), from, std::move(samples));
  const SendStatus status = frames.empty() ? SendStatus::sent : outlet_.send(frames);
  if (status == SendStatus::sent || status == SendStatus::partial) {
    if (misses) audience_->channel_metrics().gaps.add();
    outlet_.metrics().numbers_caught_up.add(sent);
    unsent_ += from - next_;
    next_ = from + sent;
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
