#include "backend/stream/block_waits.hpp"

namespace sws {
namespace {

constexpr std::chrono::seconds kBetweenAttempts{1};

void call_all(DueQueue& queue, SteadyTime now) {
  while (DueEntry* const entry = queue.pop()) entry->on_due(now);
}

}  // namespace

void BlockWaits::wait(const LogId& log, std::uint64_t seq, DueEntry& entry) {
  log_ = log;
  const std::uint64_t block = LogArchive::block_of(seq);
  const auto [queue, is_new] = waiting_.try_emplace(block);
  queue->second.push(entry);
  if (is_new) fetch(block);
}

void BlockWaits::fetch(std::uint64_t block) {
  archive_->fetch(log_, block, [poster = poster_, self = std::weak_ptr(self_), block](bool is_here) {
    poster([self, block, is_here] {
      if (const auto waits = self.lock()) (*waits)->on_answer(block, is_here);
    });
  });
}

// A viewer that is called may wait again at once, also for the same block.
void BlockWaits::on_answer(std::uint64_t block, bool is_here) {
  if (!is_here) {
    if (!try_again_.is_queued()) ticker_.add(try_again_, ticker_.now() + kBetweenAttempts);
    return;
  }
  auto waited = waiting_.extract(block);
  if (waited) call_all(waited.mapped(), ticker_.now());
}

void BlockWaits::try_again(SteadyTime) {
  for (auto queue = waiting_.begin(); queue != waiting_.end();) {
    queue = queue->second.empty() ? waiting_.erase(queue) : std::next(queue);
  }
  for (const auto& [block, queue] : waiting_) fetch(block);
}

void BlockWaits::wake_all(SteadyTime now) {
  while (!waiting_.empty()) {
    auto waited = waiting_.extract(waiting_.begin());
    call_all(waited.mapped(), now);
  }
}

}  // namespace sws
