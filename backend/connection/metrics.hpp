// What one worker counts. Its own thread writes, others may read: a number read may be a moment old, and two
// numbers read together may be of different moments. What is made of them for a reader is elsewhere
// (metrics_families.hpp).
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "backend/connection/reason.hpp"
#include "shared/stream_protocol.hpp"

namespace sws {

// Written by one thread, so that counting is a plain addition.
class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.store(value() + n, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

class Gauge {
 public:
  void set(std::uint64_t value) { value_.store(value, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

// From the moment at which a number is due to the one at which it is handed to the kernel.
class LatenessHistogram {
 public:
  // Upper bounds, inclusive; a slot of the schedule is 10 ms.
  static constexpr std::array<std::chrono::microseconds, 10> kBounds = [] {
    using std::chrono::microseconds;
    return std::array<microseconds, 10>{microseconds(500),       microseconds(1'000),   microseconds(2'000),
                                        microseconds(5'000),     microseconds(10'000),  microseconds(20'000),
                                        microseconds(50'000),    microseconds(100'000), microseconds(1'000'000),
                                        microseconds(10'000'000)};
  }();

  void observe(std::chrono::nanoseconds lateness) {
    std::size_t bucket = 0;
    while (bucket < kBounds.size() && lateness > kBounds[bucket]) ++bucket;
    buckets_[bucket].add();
    sum_ns_.add(static_cast<std::uint64_t>(std::max<std::int64_t>(lateness.count(), 0)));
  }

  std::uint64_t in_bucket(std::size_t bucket) const { return buckets_[bucket].value(); }  // not cumulative
  std::chrono::nanoseconds sum() const { return std::chrono::nanoseconds(sum_ns_.value()); }

 private:
  std::array<Counter, kBounds.size() + 1> buckets_;
  Counter sum_ns_;
};

struct Metrics {
  Gauge connections;
  Counter connections_accepted;
  std::array<Counter, kStreamProtocols> streams_opened, streams_closed;  // by StreamProtocol
  Counter streams_resumed;
  Counter numbers_sent;       // on their own, as soon as they are due
  Counter numbers_caught_up;  // in runs, to viewers who were away or slow
  Counter messages_received;
  Counter bytes_sent, bytes_received;  // of streams, in frames
  Counter requests;                    // of HTTP, upgrades among them
  std::array<Counter, kReasons> refusals;
  LatenessHistogram lateness;
};

}  // namespace sws
