// The two continuous health tests of NIST SP 800-90B §4.4, as a noise source would run them on itself: they notice
// that a source is stuck or lopsided, at once and without keeping its output.
#pragma once

#include <cstdint>
#include <optional>

namespace sws {

// A false alarm once in 2^20 numbers or windows: the upper end of what §4.4 recommends, for a page is watched for
// hours, not years.
inline constexpr int kFalseAlarmBits = 20;

// §4.4.1: one value too often in a row.
class RepetitionCountTest {
 public:
  // `values`: how many there are, equally likely; at least 2.
  explicit RepetitionCountTest(std::uint64_t values);
  bool add(std::int32_t number);  // false: an alarm
  std::uint32_t cutoff() const { return cutoff_; }

 private:
  std::uint32_t cutoff_;
  std::int32_t last_ = 0;
  std::uint32_t times_ = 0;
};

// §4.4.2: the first value of a window too often in that window.
class AdaptiveProportionTest {
 public:
  explicit AdaptiveProportionTest(std::uint64_t values);
  bool add(std::int32_t number);
  std::uint32_t cutoff() const { return cutoff_; }
  std::uint32_t window() const { return window_; }

 private:
  std::uint32_t window_, cutoff_;
  std::int32_t first_ = 0;
  std::uint32_t seen_ = 0, times_ = 0;
};

// Both on one stream, and what they have found so far.
class HealthTests {
 public:
  explicit HealthTests(std::uint64_t values) : repetition_(values), proportion_(values) {}

  void add(std::int32_t number) {
    if (!repetition_.add(number)) ++repetition_alarms_;
    if (!proportion_.add(number)) ++proportion_alarms_;
  }
  std::uint32_t repetition_alarms() const { return repetition_alarms_; }
  std::uint32_t proportion_alarms() const { return proportion_alarms_; }

 private:
  RepetitionCountTest repetition_;
  AdaptiveProportionTest proportion_;
  std::uint32_t repetition_alarms_ = 0, proportion_alarms_ = 0;
};

}  // namespace sws
