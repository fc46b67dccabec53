// The two continuous health tests of NIST SP 800-90B §4.4, which a noise source runs on its own output. They notice
// within a few numbers that a source is stuck or lopsided, and store none of its output. They count alarms; the
// page decides what an alarm means.
#pragma once

#include <cstdint>
#include <optional>

namespace sws {

// A good source raises a false alarm once in 2^20 numbers or windows. That is the highest rate that §4.4
// recommends; it suits a page that is watched for hours and not for years.
inline constexpr int kFalseAlarmBits = 20;

// §4.4.1: raises an alarm if one value comes too often in a row.
class RepetitionCountTest {
 public:
  // `values` is the number of different values, all equally likely. REQUIRES: values ≥ 2.
  explicit RepetitionCountTest(std::uint64_t values);
  bool add(std::int32_t number);  // returns false for an alarm, at most once in a run of the same value
  std::uint32_t cutoff() const { return cutoff_; }

 private:
  std::uint32_t cutoff_;
  std::int32_t last_ = 0;
  std::uint32_t times_ = 0;
};

// §4.4.2: raises an alarm if the first value of a window comes too often in that window.
class AdaptiveProportionTest {
 public:
  explicit AdaptiveProportionTest(std::uint64_t values);  // REQUIRES: values ≥ 2
  bool add(std::int32_t number);                          // returns false for an alarm, at most once a window
  std::uint32_t cutoff() const { return cutoff_; }
  std::uint32_t window() const { return window_; }

 private:
  std::uint32_t window_, cutoff_;
  std::int32_t first_ = 0;
  std::uint32_t seen_ = 0, times_ = 0;
};

// Runs both tests on one stream and counts their alarms.
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
