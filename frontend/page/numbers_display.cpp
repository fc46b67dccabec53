#include "frontend/page/numbers_display.hpp"

#include <algorithm>

#include "frontend/page/quantity_phrases.hpp"
#include "frontend/stream/joined.hpp"
#include "frontend/stream/number_phrases.hpp"

namespace sws {
namespace {

std::string range_of(const Distribution::Bin& bin) {
  const std::string first = std::to_string(bin.first);
  return bin.first == bin.last ? first : first + " to " + std::to_string(bin.last);
}

std::string expected_in(const Distribution::Bin& bin, const Distribution& distribution) {
  return fixed(bin.share * static_cast<double>(distribution.count()), 1);
}

// The judgement in plain words; statistics_of() and the tests of health say more to visitors who ask.
std::string judgement_of(const Distribution& distribution, const HealthTests& health) {
  if (health.repetition_alarms() > 0) return "These numbers are unusual: one came too often in a row.";
  if (health.proportion_alarms() > 0) return "These numbers are unusual: one came too often.";
  const std::uint64_t needed = distribution.count_to_judge();
  if (distribution.can_judge()) return distribution.judgement();
  return joined({"Too early to judge: ", grouped(static_cast<std::int64_t>(distribution.count())), " of ",
                 counted(needed, "number"), " needed"});
}

std::string statistics_of(const Distribution& distribution) {
  return joined({"χ² = ", fixed(distribution.chi_squared(), 1), ", ",
                 counted(distribution.bins().size() - 1, "degree"),
                 " of freedom, p = ", probability(distribution.p_value())});
}

std::string alarms_of(std::uint32_t alarms) {
  return alarms == 0 ? "no alarm" : counted(alarms, "alarm");
}

}  // namespace

void NumbersDisplay::follow(const ReceivedStream& stream) {
  stream_ = &stream;
  shown_ = 0;
  paused_ = false;
  distribution_.reset();
  health_.reset();
  seq_.reset();
  bar_.reset();
}

void NumbersDisplay::update() {
  if (!stream_ || paused_ || shown_ == stream_->numbers.size()) return;
  const auto& [min, max, interval, count] = stream_->parameters;
  if (!distribution_ || !distribution_->has_range(min, max)) {
    shown_ = 0;  // the range of a plain stream is learned, and all numbers are counted again when it grows
    distribution_.emplace(min, max);
    const auto values = static_cast<std::uint64_t>(std::int64_t{max} - min) + 1;
    if (values > 1) health_.emplace(values);
  }
  for (; shown_ < stream_->numbers.size(); ++shown_) {
    distribution_->add(stream_->numbers[shown_]);
    if (health_) health_->add(stream_->numbers[shown_]);
  }
}

void NumbersDisplay::describe(View& view) const {
  view.has_numbers = view.has_numbers || shown_ > 0;
  view.line_size = view.bar_count = 0;
  view.line_index = view.bar_index = std::nullopt;
  view.line_reading = view.histogram_reading = view.mean = view.uniformity = "";
  view.progress = view.chi_squared = view.repetition = view.proportion = "";
  view.is_unusual = false;
  if (stream_ && shown_ == 0 && view.has_numbers) view.number = "–";  // it stood for the stream before
  if (shown_ == 0) return;
  view.progress = progress();
  view.number = std::to_string(stream_->numbers[shown_ - 1]);
  describe_statistics(view);
  view.line_size = window().size();
  view.line_index = seq_ && *seq_ >= window().first ? std::optional(*seq_ - window().first) : std::nullopt;
  view.bar_count = distribution_->bins().size();
  view.bar_index = bar_;
  view.line_reading = seq_ ? "seq " + std::to_string(*seq_) + ": " + std::to_string(stream_->numbers[*seq_]) : "";
  if (bar_) {
    const Distribution::Bin& bin = distribution_->bins()[*bar_];
    view.histogram_reading =
        range_of(bin) + ": " + counted(bin.count, "number") + ", " + expected_in(bin, *distribution_) + " expected";
  }
}

// A server of the plain protocol states no range, so that nothing is expected of its numbers.
void NumbersDisplay::describe_statistics(View& view) const {
  const bool has_range = !stream_->token.empty();
  view.mean =
      joined({"Average of ", counted(distribution_->count(), "number"), ": ", fixed(distribution_->mean(), 1)});
  if (!has_range) {
    view.uniformity = "This server does not state its range, so there is nothing to judge.";
    return;
  }
  view.mean += joined({" (expected ", fixed(distribution_->expected_mean(), 1), ")"});
  if (!health_) {
    view.uniformity = "Only one number is possible, so there is nothing to judge.";
    return;
  }
  view.uniformity = judgement_of(*distribution_, *health_);
  view.is_unusual = view.uniformity.starts_with("These");
  if (distribution_->can_judge()) view.chi_squared = statistics_of(*distribution_);
  view.repetition = alarms_of(health_->repetition_alarms());
  view.proportion = alarms_of(health_->proportion_alarms());
}

std::string NumbersDisplay::progress() const {
  if (stream_->verifier) return count_verified(shown_, stream_->parameters.count);
  const bool has_length = !stream_->token.empty();
  return number_named(shown_ - 1) + (has_length ? " of " + grouped(std::int64_t{stream_->parameters.count}) : "");
}

Window NumbersDisplay::window() const {
  return window_of(shown_, stream_ ? stream_->parameters.interval_ms : 0);
}

std::vector<Point> NumbersDisplay::line(std::size_t columns) const {
  if (shown_ == 0) return {};
  const Window seen = window();
  return line_points(std::span(stream_->numbers).subspan(seen.first, seen.size()), stream_->parameters.min,
                     stream_->parameters.max, columns);
}

std::optional<Point> NumbersDisplay::line_cursor() const {
  const Window seen = window();
  if (!seq_ || *seq_ < seen.first) return std::nullopt;
  const std::int32_t number = stream_->numbers[*seq_];
  const Point point = line_points({&number, 1}, stream_->parameters.min, stream_->parameters.max, 1).front();
  return Point{x_of(*seq_ - seen.first, seen.size()), point.y};
}

void NumbersDisplay::read_line_at(std::optional<double> x) {
  seq_.reset();
  if (x && shown_ > 0) seq_ = window().first + index_at(*x, window().size());
}

std::optional<HistogramChart> NumbersDisplay::histogram() const {
  if (!distribution_) return std::nullopt;
  return histogram_chart(*distribution_);
}

void NumbersDisplay::read_histogram_at(std::optional<double> x) {
  bar_.reset();
  if (!x || !distribution_) return;
  const std::size_t bars = distribution_->bins().size();
  bar_ = std::min(static_cast<std::size_t>(std::clamp(*x, 0.0, 1.0) * static_cast<double>(bars)), bars - 1);
}

std::string NumbersDisplay::number_rows() const {
  std::string rows;
  for (std::size_t n = shown_; n > 0 && shown_ - n < kTableRows; --n) {
    rows += std::to_string(n - 1) + '\t' + std::to_string(stream_->numbers[n - 1]) + '\n';
  }
  return rows;
}

std::string NumbersDisplay::bin_rows() const {
  std::string rows;
  if (!distribution_) return rows;
  for (const Distribution::Bin& bin : distribution_->bins()) {
    rows += range_of(bin) + '\t' + std::to_string(bin.count) + '\t' + expected_in(bin, *distribution_) + '\n';
  }
  return rows;
}

std::string NumbersDisplay::csv() const {
  std::string text = "seq,number\r\n";  // RFC 4180
  std::size_t seq = 0;
  for (const std::int32_t number : stream_->numbers) {
    text += std::to_string(seq++) + ',' + std::to_string(number) + "\r\n";
  }
  return text;
}

std::string NumbersDisplay::numbers_alone() const {
  std::string text;
  for (const std::int32_t number : stream_->numbers) text += std::to_string(number) + '\n';
  return text;
}

}  // namespace sws
