// Counts durations in logarithmic classes, each cut into 64 linear ones: any quantile to within 1.6 %, from a
// nanosecond to eighteen minutes, in a fixed 18 kB. Trivially copyable, so that it can live in memory shared
// between processes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace sws::bench {

class Histogram {
 public:
  // Negative durations count as 0, and durations above the range as its end.
  void record(std::int64_t nanoseconds);
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  std::int64_t max() const { return max_; }  // exact

  // The upper end of the class that holds the q-quantile, 0 < q ≤ 1; 0 when nothing was recorded.
  std::int64_t quantile(double q) const;

 private:
  static constexpr unsigned kSubBits = 6;     // 64 linear classes in each power of two
  static constexpr unsigned kRangeBits = 40;  // 2^40 ns: eighteen minutes
  static constexpr std::size_t kClasses = (kRangeBits - kSubBits + 1) << kSubBits;

  static std::size_t class_of(std::uint64_t value);
  static std::int64_t upper_end(std::size_t index);

  std::array<std::uint64_t, kClasses> classes_{};
  std::uint64_t count_ = 0;
  std::int64_t max_ = 0;
};

}  // namespace sws::bench
