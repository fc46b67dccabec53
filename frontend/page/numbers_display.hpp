// The numbers as the visitor sees them: the one that is shown large, the picture of the last minutes, the judgement
// on all of them, tables. Follows a stream, or stands still while paused.
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
  static constexpr std::size_t kTableRows = 20;  // one screen

  // Shows `stream` from now on; it must live until the next call.
  void follow(const ReceivedStream& stream);

  // Takes in what has come since; while paused, nothing.
  void update();
  void set_paused(bool paused) { paused_ = paused; }
  bool is_paused() const { return paused_; }
  std::size_t shown() const { return shown_; }

  // Fills what the view says of the numbers.
  void describe(View& view) const;

  // The line of the last minutes, and the number of it that is being read, if any: at 0 (left) to 1 (right).
  std::vector<Point> line(std::size_t columns) const;
  std::optional<Point> line_cursor() const;
  void read_line_at(std::optional<double> x);

  // The histogram, and the bar that is being read.
  std::optional<HistogramChart> histogram() const;
  void read_histogram_at(std::optional<double> x);

  // For those who cannot see the picture. A line each, cells separated by tabs: seq, number, the newest first; and
  // first to last, count, expected.
  std::string number_rows() const;
  std::string bin_rows() const;

  // REQUIRES, for both: follow() was called. All that has come, paused or not: "seq,number" and a line each; a line
  // each.
  std::string csv() const;
  std::string numbers_alone() const;

 private:
  Window window() const;

  const ReceivedStream* stream_ = nullptr;
  std::size_t shown_ = 0;  // numbers
  bool paused_ = false;
  std::optional<Distribution> distribution_;
  std::optional<HealthTests> health_;  // of a range with more than one value
  std::optional<std::size_t> seq_;     // of the number that is being read
  std::optional<std::size_t> bar_;
};

}  // namespace sws
