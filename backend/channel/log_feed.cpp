#include "backend/channel/log_feed.hpp"

#include <utility>

namespace sws {

std::optional<LogId> LogFeed::log() const {
  const std::lock_guard lock(mutex_);
  return log_;
}

bool LogFeed::may_take(std::size_t samples, SteadyTime now) {
  return !ended_ && *under_way_ < kBatchesUnderWay && rate_.take(kSamplesPerSecond, now, samples);
}

SampleBatch LogFeed::empty_batch() const {
  return {.first = next_, .samples = {}, .arrived = clock_.steady(), .oldest = oldest_, .has_source = has_source_};
}

SampleBatch LogFeed::batch_of(std::vector<Sample> samples) {
  SampleBatch batch = empty_batch();
  batch.samples = std::move(samples);
  next_ += batch.samples.size();
  received_.add(batch.samples.size());
  if (!batch.samples.empty()) newest_at_ = clock_.wall();
  return batch;
}

std::optional<WallTime> LogFeed::newest_at() const {
  const std::lock_guard lock(mutex_);
  return newest_at_;
}

// The batch is let go of behind the lock, because `done` may be called then.
bool LogFeed::append(std::vector<Sample> samples, Appended done) {
  std::shared_ptr<const SampleBatch> batch;
  const std::lock_guard lock(mutex_);
  if (!may_take(samples.size(), clock_.steady())) return false;
  batch = deliver(batch_of(std::move(samples)), std::move(done));
  return true;
}

std::optional<NotTaken> LogFeed::push(std::vector<Sample> samples, const std::string&, Done done) {
  const bool is_taken =
      append(std::move(samples), [log = *log(), done = std::move(done)](std::uint64_t first, std::uint64_t next) {
        done(LogRange{log, first, next});
      });
  return is_taken ? std::nullopt : std::optional(NotTaken::too_fast);
}

void LogFeed::begin(const LogId& log, std::uint64_t next, std::uint64_t oldest) {
  std::shared_ptr<const SampleBatch> batch;
  const std::lock_guard lock(mutex_);
  if (ended_) return;
  log_ = log;
  next_ = next;
  oldest_ = oldest;
  SampleBatch made = empty_batch();
  made.begins_log = log;
  batch = deliver(std::move(made), nullptr);
}

bool LogFeed::append_at(std::uint64_t first, std::vector<Sample> samples, std::uint64_t oldest) {
  std::shared_ptr<const SampleBatch> batch;
  const std::lock_guard lock(mutex_);
  if (!may_take(samples.size(), clock_.steady())) return false;
  next_ = first;
  oldest_ = oldest;
  batch = deliver(batch_of(std::move(samples)), nullptr);
  return true;
}

void LogFeed::set_source(bool is_here) {
  std::shared_ptr<const SampleBatch> batch;
  const std::lock_guard lock(mutex_);
  if (std::exchange(has_source_, is_here) == is_here || ended_) return;
  batch = deliver(empty_batch(), nullptr);
}

void LogFeed::end() {
  std::shared_ptr<const SampleBatch> batch;
  const std::lock_guard lock(mutex_);
  if (std::exchange(ended_, true)) return;
  SampleBatch made = empty_batch();
  made.ends_log = true;
  batch = deliver(std::move(made), nullptr);
}

bool LogFeed::has_ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

// The order of the batches is the same at every worker, because the mutex is held. The last worker to let go of the
// batch deletes it, and thereby says that all of them have it.
std::shared_ptr<const SampleBatch> LogFeed::deliver(SampleBatch batch, Appended done) {
  ++*under_way_;
  const auto taken = [under_way = under_way_, done = std::move(done)](const SampleBatch* taken_batch) {
    const std::uint64_t first = taken_batch->first;
    const std::uint64_t next = first + taken_batch->samples.size();
    delete taken_batch;
    --*under_way;
    if (done) done(first, next);
  };
  std::shared_ptr<const SampleBatch> shared(new SampleBatch(std::move(batch)), taken);
  for (const Deliver& hand_over : workers_) hand_over(shared);
  return shared;
}

}  // namespace sws
