// The feed of a received channel (feed.hpp). It has the log's id and the next position, and nothing else: each
// worker keeps the samples that it needs. Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
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
  std::uint64_t first = 0;
  std::vector<Sample> samples;
  SteadyTime arrived;
  bool ends_log = false;  // nothing comes behind it: the source has ended
};

class LogFeed final : public Feed {
 public:
  // So many samples a channel may get in a second, and as many at once after a rest.
  static constexpr std::uint64_t kSamplesPerSecond = 10'000;
  // So many batches may be on their way to the workers.
  static constexpr unsigned kBatchesUnderWay = 16;

  // Hands a batch over to one worker. It is called in the order of the batches.
  using Deliver = std::function<void(std::shared_ptr<const SampleBatch>)>;

  // A new log, with an id from `log`. `clock` must outlive the feed.
  LogFeed(std::string name, LogId log, const Clock& clock) : name_(std::move(name)), log_(log), clock_(clock) {}

  void add_worker(Deliver deliver) { workers_.push_back(std::move(deliver)); }  // before the first sample

  const std::string& name() const override { return name_; }
  LogId log() const override { return log_; }
  bool append(std::vector<Sample> samples, Done done) override;

  // The source has ended: nothing may be appended any more, and append() answers false. More calls are ignored.
  void end();
  bool has_ended() const;

  void count_bad_line() override { bad_lines_.add(); }

  // So far.
  std::uint64_t received() const { return received_.value(); }
  std::uint64_t bad_lines() const { return bad_lines_.value(); }

 private:
  std::shared_ptr<const SampleBatch> deliver(SampleBatch batch, Done done);

  const std::string name_;
  const LogId log_;
  const Clock& clock_;
  std::vector<Deliver> workers_;
  mutable std::mutex mutex_;  // guards what follows
  TokenBucket rate_;
  std::uint64_t next_ = 0;
  bool ended_ = false;
  Counter received_;
  Counter bad_lines_;
  // Outlives the feed, because the last batch may.
  std::shared_ptr<std::atomic<unsigned>> under_way_ = std::make_shared<std::atomic<unsigned>>(0);
};

}  // namespace sws
