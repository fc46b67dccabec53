// One worker's side of a received channel: the window of its newest samples, and the viewers. Those who are up to
// date get new samples together: all that came within one slot of the ticker are one frame, which is encoded once
// for each kind of stream and sent to every one of them. A viewer whose peer does not read, or who has just come,
// is served from the window (log_stream.hpp), or from the broker's log behind it, until it is up to date. There is
// no queue per viewer. On the worker's thread only, except for the constructor.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/channel/log_feed.hpp"
#include "backend/channel/sample_window.hpp"
#include "backend/connection/metrics.hpp"
#include "backend/loop/due_call.hpp"
#include "backend/loop/ticker.hpp"
#include "backend/stream/block_waits.hpp"

namespace sws {

class LogStream;

class Audience {
 public:
  // Of the channel `name` with the log `log`, of which it keeps `history` samples. A broker's log is not known at
  // first; `archive` has what lies behind the window, and `poster` brings it. `ticker` and the worker's `metrics`
  // must outlive it.
  Audience(std::string name, std::optional<LogId> log, std::size_t history, Ticker& ticker, Metrics& metrics,
           std::shared_ptr<LogArchive> archive = nullptr, BlockWaits::Poster poster = nullptr);

  void take(const SampleBatch& batch);

  // Sends at once what would be sent in the next slot, so that a new viewer can have it.
  void send_pending();

  const std::string& name() const { return name_; }
  bool has_log() const { return log_.has_value(); }
  const LogId& log() const { return *log_; }           // REQUIRES: has_log()
  unsigned logs_begun() const { return logs_begun_; }  // tells one log from the next
  bool has_source() const { return has_source_; }      // false while the broker is away
  ChannelMetrics& channel_metrics() { return channel_metrics_; }
  const ChannelMetrics& channel_metrics() const { return channel_metrics_; }

  // The samples that a viewer may have now are those from first() to next() − 1: none, if as many have just come as
  // the window holds. Those that have come and were not sent yet are not among them; send_pending() sends them.
  // Those before window_first() have to be fetched.
  std::uint64_t first() const { return waits_ ? std::min(oldest_, window_.first()) : window_.first(); }
  std::uint64_t window_first() const { return window_.first(); }
  std::uint64_t next() const { return sent_; }
  // The position of the very first sample of the log. JetStream counts from 1.
  std::uint64_t origin() const { return waits_ ? 1 : 0; }
  bool has_ended() const { return ended_ && sent_ == window_.next(); }

  // Whether another server's audience of the same log may be ahead of this one.
  bool may_be_behind() const { return waits_.has_value(); }

  // Returns the window or the block in which position `seq` lies. Null: the block is being read, and `viewer` is
  // called when it is here. REQUIRES: seq < next().
  LogArchive::Block holder_of(std::uint64_t seq, DueEntry& viewer);

  // `viewer` has everything up to next() and gets what follows, until it leaves. It leaves by itself if its outlet
  // does not take a frame. REQUIRES: it does not follow already.
  void follow(LogStream& viewer);
  void leave(LogStream& viewer);

  // `viewer` has more than was sent here. It is called when that has changed.
  void wait_for_more(DueEntry& viewer) { ahead_.push(viewer); }

 private:
  using Viewers = std::vector<LogStream*>;

  void send_soon();
  void send_new(SteadyTime now);
  void send_next();
  std::uint64_t send_to_all(Viewers& viewers, const std::string& frames, std::uint64_t seq, std::uint64_t missing);
  void end_all();

  // audience_source.cpp
  void skip_to(std::uint64_t position);
  void begin_log(const LogId& log, std::uint64_t next);
  void set_source(bool is_here);
  void tell_source(Viewers& viewers, const std::string& frames);
  void call_those_ahead(SteadyTime now);

  const std::string name_;
  std::optional<LogId> log_;
  const std::size_t history_;
  Ticker& ticker_;
  Metrics& metrics_;
  ChannelMetrics channel_metrics_;
  SampleWindow window_;
  std::uint64_t sent_ = 0;  // everything before it was sent to the viewers who are up to date
  std::uint64_t oldest_ = 0;
  unsigned logs_begun_ = 0;
  bool ended_ = false;
  bool has_source_ = true;
  std::array<Viewers, kStreamKinds> up_to_date_;
  std::optional<BlockWaits> waits_;  // of viewers who are behind the window
  DueQueue ahead_;                   // viewers who come from a server that has more
  std::vector<SteadyTime> arrived_;  // of the batches that are to be sent
  SteadyTime next_slot_;             // behind the slot in which something was last sent
  DueCall<Audience, &Audience::send_new> send_{*this};
};

}  // namespace sws
