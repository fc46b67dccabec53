#include "backend/channel/block_cache.hpp"

namespace sws {

LogArchive::Block BlockCache::find(const LogId& log, std::uint64_t seq) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(Key{log, block_of(seq)});
  if (found == places_.end() || found->second->block->next() <= seq) return nullptr;
  kept_.splice(kept_.begin(), kept_, found->second);
  return kept_.front().block;
}

void BlockCache::fetch(const LogId& log, std::uint64_t seq, Done done) {
  const Key key{log, block_of(seq)};
  {
    const std::lock_guard lock(mutex_);
    auto& waiting = reading_[key];
    waiting.push_back(std::move(done));
    if (waiting.size() > 1) return;
  }
  // Without the lock: calls_ has one of its own, and holds it when it calls on_read().
  calls_->add([this, key, read = read_]() -> std::function<void()> {  // a reading may last longer than the cache
    return [this, key, block = read(key.first, key.second)] { on_read(key, block); };
  });
}

void BlockCache::on_read(const Key& key, const Block& block) {
  std::vector<Done> waiting;
  {
    const std::lock_guard lock(mutex_);
    if (block) keep(key, block);
    waiting = std::move(reading_[key]);
    reading_.erase(key);
  }
  for (const Done& done : waiting) done(block != nullptr);
}

void BlockCache::keep(const Key& key, const Block& block) {
  if (const auto found = places_.find(key); found != places_.end()) {
    kept_.erase(found->second);
    places_.erase(found);
  }
  kept_.push_front({key, block});
  places_[key] = kept_.begin();
  if (kept_.size() <= kMostBlocks) return;
  places_.erase(kept_.back().key);
  kept_.pop_back();
}

}  // namespace sws
