// The viewers of one worker who wait for blocks of a log's archive (log_archive.hpp). A block is read once for all
// of them. If it cannot be had now, because the broker is away, they wait on, and it is asked for again every
// second. On the worker's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include "backend/channel/log_archive.hpp"
#include "backend/loop/due_call.hpp"
#include "backend/loop/ticker.hpp"

namespace sws {

class BlockWaits {
 public:
  // Runs a function on the worker's thread. Any thread.
  using Poster = std::function<void(std::function<void()>)>;

  // `ticker` must outlive it.
  BlockWaits(std::shared_ptr<LogArchive> archive, Poster poster, Ticker& ticker)
      : archive_(std::move(archive)), poster_(std::move(poster)), ticker_(ticker) {}

  LogArchive::Block find(const LogId& log, std::uint64_t seq) { return archive_->find(log, seq); }

  // Calls `entry` when the block of position `seq` is here. It may leave before. REQUIRES: all wait for the same
  // log, until wake_all().
  void wait(const LogId& log, std::uint64_t seq, DueEntry& entry);

  void wake_all(SteadyTime now);

 private:
  void fetch(std::uint64_t block);
  void on_answer(std::uint64_t block, bool is_here);
  void try_again(SteadyTime now);

  const std::shared_ptr<LogArchive> archive_;
  const Poster poster_;
  Ticker& ticker_;
  LogId log_{};
  std::map<std::uint64_t, DueQueue> waiting_;  // by the block's first position
  DueCall<BlockWaits, &BlockWaits::try_again> try_again_{*this};
  const std::shared_ptr<BlockWaits*> self_ = std::make_shared<BlockWaits*>(this);  // answers may come too late
};

}  // namespace sws
