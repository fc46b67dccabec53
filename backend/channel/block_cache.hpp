// Keeps the blocks of a broker's log that were read last, for all workers, and reads each block once, however many
// viewers come back at the same time. A block that was read never changes, because positions are not given again;
// only the newest one may grow. Any thread.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "backend/channel/log_archive.hpp"
#include "backend/process/blocking_calls.hpp"

namespace sws {

class BlockCache final : public LogArchive {
 public:
  static constexpr std::size_t kMostBlocks = 64;  // 8 kB each: half a megabyte

  // Reads the block that begins at `first`; it may block. Null if that is not possible now.
  using Read = std::function<Block(const LogId& log, std::uint64_t first)>;

  explicit BlockCache(std::unique_ptr<BlockingCalls> calls, Read read)
      : read_(std::move(read)), calls_(std::move(calls)) {}

  Block find(const LogId& log, std::uint64_t seq) override;
  void fetch(const LogId& log, std::uint64_t seq, Done done) override;

 private:
  using Key = std::pair<LogId, std::uint64_t>;  // the log, and the block's first position
  struct Kept {
    Key key;
    Block block;
  };

  void on_read(const Key& key, const Block& block);
  void keep(const Key& key, const Block& block);

  const Read read_;
  std::mutex mutex_;      // guards what follows
  std::list<Kept> kept_;  // the one that was used last is the first one
  std::map<Key, std::list<Kept>::iterator> places_;
  std::map<Key, std::vector<Done>> reading_;
  const std::unique_ptr<BlockingCalls> calls_;  // goes first: what it runs uses the others
};

}  // namespace sws
