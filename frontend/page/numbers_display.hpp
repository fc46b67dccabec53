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

  // Takes in the numbers that have come since the last call, unless the display is paused.
  void update();
  void set_paused(bool paused) { paused_ = paused; }
  bool is_paused() const { return paused_; }
  std::size_t shown() const { return shown_; }  // how many numbers the display has taken in

  // Sets the members of `view` that are about the numbers.
  void describe(View& view) const;

  // The line of the last minutes. A visitor can read one of its numbers by pointing at it: `x` is 0 at the left and
  // 1 at the right, and nothing if the pointer has left the chart. line_cursor() is the point that is being read.
  std::vector<Point> line(std::size_t columns) const;
  std::optional<Point> line_cursor() const;
  void read_line_at(std::optional<double> x);

  // The histogram. A visitor reads its bars in the same way.
  std::optional<HistogramChart> histogram() const;
  void read_histogram_at(std::optional<double> x);

  // The tables, for visitors who cannot see the charts. One line per row, tabs between the cells. A row of numbers
  // is "seq, number", the newest first; a row of bins is "range, count, expected count".
  std::string number_rows() const;
  std::string bin_rows() const;

  // All numbers that have come, also during a pause: csv() as the lines of a CSV file with a header,
  // numbers_alone() with one number per line. REQUIRES: follow() was called.
  std::string csv() const;
  std::string numbers_alone() const;

 private:
  void describe_statistics(View& view) const;
  std::string progress() const;
  Window window() const;

  const ReceivedStream* stream_ = nullptr;
  std::size_t shown_ = 0;
  bool paused_ = false;
  std::optional<Distribution> distribution_;
  std::optional<HealthTests> health_;  // none if the range has only one value
  std::optional<std::size_t> seq_;     // the number that is being read
  std::optional<std::size_t> bar_;     // the bar that is being read
};

}  // namespace sws
