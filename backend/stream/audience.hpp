// One worker's side of a received channel: the window of its newest samples, and the viewers. Those who are up to
// date get new samples together: all that came within one slot of the ticker are one frame, which is encoded once
// for each kind of stream and sent to every one of them. A viewer whose peer does not read, or who has just come,
// is served from the window (log_stream.hpp) until it is up to date. There is no queue per viewer. On the worker's
// thread only, except for the constructor.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "backend/channel/log_feed.hpp"
#include "backend/channel/sample_window.hpp"
#include "backend/connection/metrics.hpp"
#include "backend/loop/due_call.hpp"
#include "backend/loop/ticker.hpp"

namespace sws {

class LogStream;

class Audience {
 public:
  // Of the channel `name` with the log `log`, of which it keeps `history` samples. `ticker` and the worker's
  // `metrics` must outlive it.
  Audience(std::string name, LogId log, std::size_t history, Ticker& ticker, Metrics& metrics);

  void take(const SampleBatch& batch);

  // Sends at once what would be sent in the next slot, so that a new viewer can have it.
  void send_pending();

  const std::string& name() const { return name_; }
  const LogId& log() const { return log_; }
  ChannelMetrics& channel_metrics() { return channel_metrics_; }
  const ChannelMetrics& channel_metrics() const { return channel_metrics_; }

  // The samples that a viewer may have now are those from first() to next() − 1: none, if as many have just come as
  // the window holds. Those that have come and were not sent yet are not among them; send_pending() sends them.
  std::uint64_t first() const { return window_.first(); }
  std::uint64_t next() const { return sent_; }
  bool has_ended() const { return ended_ && sent_ == window_.next(); }

  // A copy of such samples.
  std::vector<Sample> run(std::uint64_t seq, std::size_t count) const { return window_.run(seq, count); }

  // `viewer` has everything up to next() and gets what follows, until it leaves. It leaves by itself if its outlet
  // does not take a frame. REQUIRES: it does not follow already.
  void follow(LogStream& viewer);
  void leave(LogStream& viewer);

 private:
  using Viewers = std::vector<LogStream*>;

  void send_soon();
  void send_new(SteadyTime now);
  void send_run(std::uint64_t seq, std::size_t count);
  void send_to_all(Viewers& viewers, const std::string& frames, std::size_t count);
  void end_all();

  const std::string name_;
  const LogId log_;
  const std::size_t history_;
  Ticker& ticker_;
  Metrics& metrics_;
  ChannelMetrics channel_metrics_;
  SampleWindow window_;
  std::uint64_t sent_ = 0;  // everything before it was sent to the viewers who are up to date
  bool ended_ = false;
  std::array<Viewers, kStreamKinds> up_to_date_;
  std::vector<SteadyTime> arrived_;  // of the batches that are to be sent
  SteadyTime next_slot_;             // behind the slot in which something was last sent
  DueCall<Audience, &Audience::send_new> send_{*this};
};

}  // namespace sws
