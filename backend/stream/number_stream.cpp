#include "backend/stream/number_stream.hpp"

#include <algorithm>

namespace sws {
namespace {

// So few numbers are sent at once, outside the budget: a tick that came late leaves a fast stream a few numbers
// behind although its viewer is up to date.
constexpr std::uint32_t kPromptNumbers = 8;

bool was_taken(SendStatus status) {
  return status == SendStatus::sent || status == SendStatus::partial;
}

}  // namespace

void NumberStream::run(const StreamCursor& cursor, bool is_resumed) {
  due_.leave_queue();
  running_ = true;
  cursor_ = cursor;
  first_ = cursor.next();
  outlet_.log_begun(is_resumed);
  const SteadyTime now = ticker().now();
  if (cursor_.due() < TickSchedule::slot_start(now)) excuse_overdue(now);  // the viewer has just come
  send_due(now);
}

void NumberStream::expect_run_within(std::chrono::seconds patience) {
  const SteadyTime now = ticker().now();
  ticker().add(due_, shared_wake_up(now, now + patience));
}

void NumberStream::on_writable() {
  if (!is_running()) return;
  const SteadyTime now = ticker().now();
  excuse_overdue(now);  // the peer did not read
  send_due(now);
}

// Leaves the numbers that are due now out of the measured lateness: they could not be sent before.
void NumberStream::excuse_overdue(SteadyTime now) {
  excused_until_ = cursor_.next() + cursor_.overdue(now);
}

void NumberStream::on_due(SteadyTime now) {
  if (is_running()) return send_due(now);
  if (outlet_.is_open()) on_run_overdue();
}

void NumberStream::send_due(SteadyTime now) {
  if (!outlet_.is_open()) return;
  const std::uint32_t overdue = cursor_.overdue(now);
  if (overdue > 0) {
    std::uint32_t count = std::min(overdue, most_at_once());
    if (overdue > kPromptNumbers) count = catch_up_.take(count, now);
    if (count == 0) return catch_up_.wait(due_);
    const SendStatus status = count == 1 ? send_on_time() : send_late(count);
    if (status != SendStatus::sent) return;  // on_writable() goes on
    if (count < overdue) return catch_up_.wait(due_);
  }
  if (cursor_.finished() && cursor_.due() <= now) return on_complete();
  ticker().add(due_, cursor_.due());
}

SendStatus NumberStream::send_on_time() {
  const SendStatus status = send_number(cursor_.next());
  if (!was_taken(status)) return status;
  outlet_.metrics().numbers_sent.add();
  pass(1);
  return status;
}

SendStatus NumberStream::send_late(std::uint32_t count) {
  const SendStatus status = send_numbers(cursor_.next(), count);
  if (!was_taken(status)) return status;
  Metrics& metrics = outlet_.metrics();
  (has_runs() ? metrics.numbers_caught_up : metrics.numbers_sent).add(count);
  pass(count);
  return status;
}

// Goes on behind `count` numbers that were sent, and takes down how late each of them was. That takes a few
// nanoseconds for each, where computing and encoding one takes hundreds.
void NumberStream::pass(std::uint32_t count) {
  const SteadyTime now = ticker().now();
  for (; count > 0; --count, cursor_.advance()) {
    if (cursor_.next() >= excused_until_) outlet_.metrics().lateness.observe(now - cursor_.due());
  }
}

}  // namespace sws
