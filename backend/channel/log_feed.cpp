#include "backend/channel/log_feed.hpp"

#include <utility>

namespace sws {

// The batch is let go of behind the lock, because `done` may be called then.
bool LogFeed::append(std::vector<Sample> samples, Done done) {
  std::shared_ptr<const SampleBatch> batch;
  const std::lock_guard lock(mutex_);
  const SteadyTime now = clock_.steady();
  if (ended_ || *under_way_ >= kBatchesUnderWay || !rate_.take(kSamplesPerSecond, now, samples.size()))
    return false;
  const std::uint64_t first = next_;
  next_ += samples.size();
  received_.add(samples.size());
  batch = deliver({.first = first, .samples = std::move(samples), .arrived = now}, std::move(done));
  return true;
}

void LogFeed::end() {
  std::shared_ptr<const SampleBatch> batch;
  const std::lock_guard lock(mutex_);
  if (std::exchange(ended_, true)) return;
  batch = deliver({.first = next_, .samples = {}, .arrived = clock_.steady(), .ends_log = true}, nullptr);
}

bool LogFeed::has_ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

// The order of the batches is the same at every worker, because the mutex is held. The last worker to let go of the
// batch deletes it, and thereby says that all of them have it.
std::shared_ptr<const SampleBatch> LogFeed::deliver(SampleBatch batch, Done done) {
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
