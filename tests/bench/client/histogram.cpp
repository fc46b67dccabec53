#include "tests/bench/client/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace sws::bench {

std::size_t Histogram::class_of(std::uint64_t value) {
  const auto width = static_cast<unsigned>(std::bit_width(value));
  const unsigned shift = width > kSubBits + 1 ? width - kSubBits - 1 : 0;
  return (std::size_t{shift} << kSubBits) + (value >> shift);
}

std::int64_t Histogram::upper_end(std::size_t index) {
  constexpr std::size_t sub_classes = 1U << kSubBits;
  if (index < 2 * sub_classes) return static_cast<std::int64_t>(index);
  const std::size_t shift = (index >> kSubBits) - 1;
  const std::size_t leading = index - (shift << kSubBits);
  return static_cast<std::int64_t>((leading + 1) << shift) - 1;
}

void Histogram::record(std::int64_t nanoseconds) {
  constexpr std::int64_t end = (std::int64_t{1} << kRangeBits) - 1;
  const std::int64_t value = std::clamp<std::int64_t>(nanoseconds, 0, end);
  ++classes_[class_of(static_cast<std::uint64_t>(value))];
  ++count_;
  max_ = std::max(max_, value);
}

void Histogram::merge(const Histogram& other) {
  for (std::size_t i = 0; i < kClasses; ++i) classes_[i] += other.classes_[i];
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
}

std::int64_t Histogram::quantile(double q) const {
  if (count_ == 0) return 0;
  const auto rank =
      std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(count_))));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < kClasses; ++i) {
    seen += classes_[i];
    if (seen >= rank) return std::min(upper_end(i), max_);
  }
  return max_;
}

}  // namespace sws::bench
