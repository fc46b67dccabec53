// Prepares the numbers of one stream for display: the latest number, the line of the last minutes, the histogram,
// the statistics, and tables with the same content. While the display is paused it shows the numbers that had come
// before the pause. Page owns it; shell/ reads the charts and tables from it when they are in sight.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "frontend/chart/histogram_chart.hpp"
#include "frontend/chart/line_chart.hpp"
#include "frontend/page/view.hpp"
#include "frontend/page/wall_clock.hpp"
#include "frontend/statistics/health_tests.hpp"
#include "frontend/stream/received_stream.hpp"

namespace sws {

class NumbersDisplay {
 public:
  static constexpr std::size_t kTableRows = 20;  // they fit one screen

  // Shows `stream` from now on, beginning with nothing. `stream` must stay alive until the next call of follow().
  void follow(const ReceivedStream& stream);

  // `stream` is the followed stream at another place, and must stay alive in its stead.
  void moved_to(const ReceivedStream& stream) { stream_ = &stream; }

  void set_clock(const WallClock& clock) { clock_ = clock; }

  // Takes in the numbers that have come since the last call, unless the display is paused. `is_live` says whether
  // the last number is the current one until the next comes.
  void update(Moment now, bool is_live);
  void set_paused(bool paused) { paused_ = paused; }
  bool is_paused() const { return paused_; }
  std::size_t shown() const { return shown_; }  // how many numbers the display has taken in

  // Sets the members of `view` that are about the numbers.
  void describe(View& view) const;

  // The line of the last two minutes, or of 60 numbers if they took longer, for so many columns of pixels and with
  // at most so many labels of time side by side. A visitor reads one of its numbers by pointing at the chart, where
  // `x` is 0 at the left and 1 at the right, or by the keyboard, which gives its index. Nothing ends the reading.
  LineChart line(std::size_t columns, std::size_t time_labels) const;
  void read_line_at(std::optional<double> x);
  void read_line(std::size_t index);

  // The histogram. A visitor reads its bars in the same way.
  std::optional<HistogramChart> histogram() const;
  void read_histogram_at(std::optional<double> x);
  void read_bar(std::size_t index);

  // The tables, for visitors who cannot see the charts. One line per row, tabs between the cells. A row of numbers
  // is "number, value", the newest first, where the first number of a stream is number 1; a row of bins is "range,
  // count, expected count".
  std::string number_rows() const;
  std::string bin_rows() const;

  // All numbers that have come, also during a pause: csv() as the lines of a CSV file with a header,
  // numbers_alone() with one number per line. REQUIRES: follow() was called.
  std::string csv() const;
  std::string numbers_alone() const;

 private:
  void describe_statistics(View& view) const;
  void take_numbers();
  std::string progress() const;

  // The server promises an interval only in protocol 1. Without it, the numbers have the times at which they came.
  bool has_schedule() const { return !stream_->token.empty(); }
  void note_times(Moment now);
  std::int64_t time_of(std::size_t index) const;  // in milliseconds since the Unix epoch
  std::size_t first_in_sight() const;             // the numbers in sight are those from here to shown_
  TimeRange times() const;                        // of the numbers in sight. REQUIRES: shown_ > 0
  ValueAxis values() const;
  std::string line_reading() const;
  std::string sight() const;
  std::size_t room_for_all(std::size_t more) const;  // for all numbers, with so many more characters each

  const ReceivedStream* stream_ = nullptr;
  WallClock clock_;
  std::int64_t start_ms_ = 0;        // when number 0 came, or when it was due
  std::vector<std::int32_t> times_;  // of numbers without a schedule, in milliseconds since start_ms_
  bool is_now_ = false;
  std::size_t shown_ = 0;
  bool paused_ = false;
  std::optional<Distribution> distribution_;
  std::optional<HealthTests> health_;  // none if the range has only one value
  std::optional<std::size_t> index_;   // the number that is being read
  std::optional<std::size_t> bar_;     // the bar that is being read
};

}  // namespace sws
