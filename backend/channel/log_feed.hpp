// The feed of a received channel. It has the log's id and the next position, and nothing else: each worker keeps
// the samples that it needs. Either it gives the positions itself (append()), or a broker does (begin(),
// append_at()). Any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "backend/admission/token_bucket.hpp"
#include "backend/channel/feed.hpp"
#include "backend/loop/clock.hpp"
#include "backend/loop/counters.hpp"

namespace sws {

// Samples on their way to the workers. When the last worker lets go of a batch, all of them have it.
struct SampleBatch {
  std::uint64_t first = 0;  // the positions before it that have not come have no samples
  std::vector<Sample> samples;
  SteadyTime arrived;
  bool ends_log = false;                 // nothing comes behind it: the source has ended
  std::optional<LogId> begins_log = {};  // another log: what came before has nothing to do with it
  std::uint64_t oldest = 0;              // the broker's log begins here
  bool has_source = true;                // false: the broker is away
};

class LogFeed final : public Feed {
 public:
  // So many samples a channel may get in a second, and as many at once after a rest.
  static constexpr std::uint64_t kSamplesPerSecond = 10'000;
  // So many batches may be on their way to the workers.
  static constexpr unsigned kBatchesUnderWay = 16;
  // So long a producer waits before it offers again what was not taken.
  static constexpr std::chrono::milliseconds kRetryAfter{10};

  // Hands a batch over to one worker. It is called in the order of the batches.
  using Deliver = std::function<void(std::shared_ptr<const SampleBatch>)>;

  // A new log, with an id from `log`; without an id, the broker has to begin() it. `clock` must outlive the feed.
  LogFeed(std::string name, std::optional<LogId> log, const Clock& clock)
      : name_(std::move(name)), clock_(clock), log_(log) {}

  void add_worker(Deliver deliver) { workers_.push_back(std::move(deliver)); }  // before the first sample

  const std::string& name() const override { return name_; }
  std::optional<LogId> log() const;

  // Gives the samples their positions, and hands them to every worker. `done` is called once, on any thread, when
  // every worker can serve them: they are those from `first` to `next` − 1. Answers false, and takes nothing, if
  // the producer is too fast: it may try again a little later. REQUIRES: `samples` is not empty.
  using Appended = std::function<void(std::uint64_t first, std::uint64_t next)>;
  bool append(std::vector<Sample> samples, Appended done);
  std::optional<NotTaken> push(std::vector<Sample> samples, const std::string& idempotency_key, Done done) override;

  // Begins the broker's log, or another one of it. The first sample will have position `next`, unless there are
  // none before a later one; the broker has those from `oldest` on.
  void begin(const LogId& log, std::uint64_t next, std::uint64_t oldest);

  // The same as append(), of samples whose positions the broker gave: `first` and so on. There are none from the
  // last position until `first`, even if `samples` is empty. REQUIRES: begin(), and `first` was not appended
  // before.
  bool append_at(std::uint64_t first, std::vector<Sample> samples, std::uint64_t oldest);

  // Tells the viewers whether the broker can be reached.
  void set_source(bool is_here);

  // The source has ended: nothing may be appended any more, and append() answers false. More calls are ignored.
  void end();
  bool has_ended() const;

  void count_bad_line() override { bad_lines_.add(); }

  // So far.
  std::uint64_t received() const { return received_.value(); }
  std::uint64_t bad_lines() const { return bad_lines_.value(); }
  std::optional<WallTime> newest_at() const;  // when the newest sample was appended; nothing if none was

 private:
  bool may_take(std::size_t samples, SteadyTime now);
  SampleBatch empty_batch() const;
  SampleBatch batch_of(std::vector<Sample> samples);
  std::shared_ptr<const SampleBatch> deliver(SampleBatch batch, Appended done);

  const std::string name_;
  const Clock& clock_;
  std::vector<Deliver> workers_;
  mutable std::mutex mutex_;  // guards what follows
  std::optional<LogId> log_;
  TokenBucket rate_;
  std::uint64_t next_ = 0;
  std::uint64_t oldest_ = 0;
  bool has_source_ = true;
  bool ended_ = false;
  std::optional<WallTime> newest_at_;
  Counter received_;
  Counter bad_lines_;
  // Outlives the feed, because the last batch may.
  std::shared_ptr<std::atomic<unsigned>> under_way_ = std::make_shared<std::atomic<unsigned>>(0);
};

}  // namespace sws
