#include "frontend/page/numbers_display.hpp"

#include <algorithm>

#include "frontend/page/quantity_phrases.hpp"
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

std::string uniformity_of(const Distribution& distribution) {
  const std::uint64_t needed = distribution.count_to_judge();
  if (needed == 0) return "One value alone: there is no spread to judge";
  if (!distribution.can_judge()) {
    return "Spread: too early to judge, " + std::to_string(distribution.count()) + " of the first " +
           counted(needed, "number");
  }
  return "Spread: " + distribution.judgement() + " (χ² = " + fixed(distribution.chi_squared(), 1) + ", " +
         counted(distribution.bins().size() - 1, "degree") +
         " of freedom, p = " + probability(distribution.p_value()) + ")";
}

std::string health_of(const char* test, const std::optional<HealthTests>& tests, std::uint32_t alarms) {
  if (!tests) return test + std::string(": one value alone");
  return test + (alarms == 0 ? std::string(": passing") : ": " + counted(alarms, "alarm"));
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
  if (!distribution_) {
    const auto& [min, max, interval, count] = stream_->parameters;
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
  view.progress = view.repetition = view.proportion = "";
  view.repetition_alarm = view.proportion_alarm = false;
  if (stream_ && shown_ == 0 && view.has_numbers) view.number = "–";  // it stood for the stream before
  if (shown_ == 0) return;
  view.progress = progress();
  view.number = std::to_string(stream_->numbers[shown_ - 1]);
  view.mean = "Mean " + fixed(distribution_->mean(), 1) + " of " + counted(distribution_->count(), "number") +
              "; a uniform source tends to " + fixed(distribution_->expected_mean(), 1);
  view.uniformity = uniformity_of(*distribution_);
  view.repetition = health_of("Repetition count", health_, health_ ? health_->repetition_alarms() : 0);
  view.proportion = health_of("Adaptive proportion", health_, health_ ? health_->proportion_alarms() : 0);
  view.repetition_alarm = health_ && health_->repetition_alarms() > 0;
  view.proportion_alarm = health_ && health_->proportion_alarms() > 0;
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

std::string NumbersDisplay::progress() const {
  if (stream_->verifier) return count_verified(shown_, stream_->parameters.count);
  const bool has_length = !stream_->token.empty();
  return "number " + std::to_string(shown_) +
         (has_length ? " of " + std::to_string(stream_->parameters.count) : "");
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
