// Figures that one thread writes and any thread may read. A value may be a moment old, and values that are read
// together may be from different moments.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace sws {

// Only one thread writes, so counting needs no atomic addition.
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

// The time from the moment when a number is due until it is handed to the kernel.
class LatenessHistogram {
 public:
  // Inclusive upper bounds. For comparison, a slot of the schedule has 10 ms.
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

}  // namespace sws
