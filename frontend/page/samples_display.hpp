// Prepares the samples of a received channel for display: the latest number, the chart of the newest samples, their
// statistics, and a table with the same content. While the display is paused it shows what had come before the
// pause. SamplePage owns it; shell/ reads the chart from it when it is drawn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "frontend/chart/decimal.hpp"
#include "frontend/chart/sample_chart.hpp"
#include "frontend/page/channel_info.hpp"
#include "frontend/page/view.hpp"
#include "frontend/stream/received_log.hpp"

namespace sws {

class SamplesDisplay {
 public:
  static constexpr std::size_t kTableRows = 20;  // they fit one screen

  // `log` must outlive the display.
  SamplesDisplay(const ReceivedLog& log, ChannelInfo channel) : log_(log), channel_(std::move(channel)) {}

  // Local times are `offset_ms` ahead of UTC.
  void set_local_time(std::int64_t offset_ms) { offset_ms_ = offset_ms; }

  // Takes in the samples that have come since the last call, unless the display is paused. A pause ends when the
  // log drops the samples that are shown.
  void update();
  void set_paused(bool paused) { paused_ = paused; }
  bool is_paused() const { return paused_; }
  bool has_samples() const { return shown_ > 0; }
  std::uint64_t shown() const { return shown_; }      // how many of all samples the display has taken in
  std::size_t in_sight() const { return in_sight_; }  // how many samples the chart shows

  // Sets the members of `view` that are about the samples.
  void describe(View& view) const;

  // The chart for so many columns of pixels, with at most so many labels of time side by side.
  LineChart chart(std::size_t columns, std::size_t time_labels) const;

  // A visitor reads a sample by pointing at the chart, where `x` is 0 at the left and 1 at the right, or by the
  // keyboard, which gives its index among those in sight. Nothing ends the reading.
  void read_at(std::optional<double> x);
  void read_sample(std::size_t index);

  // Both count the samples from 1.
  std::string number_rows() const;  // "number, value, time", the newest first
  std::string csv() const;          // number, exact value and time in UTC of all that are kept
  std::string numbers_alone() const;

 private:
  static constexpr int kFewestDecimals = -400;  // no double has so many zeros before its point

  std::span<const LoggedSample> samples() const;  // that are kept and shown
  std::span<const LoggedSample> in_sight_samples() const { return samples().last(in_sight_); }
  std::optional<std::size_t> read_index() const;  // among those in sight
  ValueAxis values() const { return value_axis(smallest_, largest_, channel_.min, channel_.max); }
  std::string with_unit(double value, NumberFormat format) const;

  const ReceivedLog& log_;
  const ChannelInfo channel_;
  std::int64_t offset_ms_ = 0;
  bool paused_ = false;
  std::uint64_t shown_ = 0;
  std::size_t in_sight_ = 0;
  double smallest_ = 0, largest_ = 0, mean_ = 0;
  int decimals_ = kFewestDecimals;  // the most that a sample had
  NumberFormat format_, format_of_mean_;
  std::optional<std::uint64_t> read_;  // the sample that is being read, counted among all that came
};

}  // namespace sws
