#include "frontend/page/numbers_display.hpp"

#include <algorithm>
#include <cmath>

#include "frontend/chart/decimal.hpp"
#include "frontend/page/quantity_phrases.hpp"
#include "frontend/stream/number_phrases.hpp"
#include "shared/joined.hpp"

namespace sws {
namespace {

constexpr std::int64_t kPictureMs = 120'000;
constexpr std::size_t kLeastInPicture = 60;  // a slow stream has a picture too
constexpr std::int64_t kNowMs = 2000;        // a number that came less long ago came now
constexpr std::int64_t kNowShare = 20;       // and so did one at a time that the axis cannot tell from now

std::string range_of(const Distribution::Bin& bin) {
  const std::string first = grouped(bin.first);
  return bin.first == bin.last ? first : joined({first, " to ", grouped(bin.last)});
}

std::string expected_in(const Distribution::Bin& bin, const Distribution& distribution) {
  const double expected = bin.share * static_cast<double>(distribution.count());
  return fixed(expected, expected < 1 ? 2 : 1);
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
  paused_ = is_now_ = false;
  times_.clear();
  distribution_.reset();
  health_.reset();
  index_.reset();
  bar_.reset();
}

void NumbersDisplay::update(Moment now, bool is_live) {
  if (!stream_) return;
  note_times(now);
  take_numbers();
  if (shown_ == 0) return;
  const TimeRange seen = times();
  const std::int64_t age_ms = clock_.at_ms(now) - seen.last_ms;
  is_now_ = is_live && !paused_ && age_ms < std::max(kNowMs, (seen.last_ms - seen.first_ms) / kNowShare);
}

// A number of a run, which makes up for a lost connection, comes late. So the earliest one tells the schedule.
void NumbersDisplay::note_times(Moment now) {
  const std::size_t count = stream_->numbers.size();
  if (count == 0) return;
  const std::int64_t now_ms = clock_.at_ms(now);
  const bool is_first = shown_ == 0 && times_.empty();
  if (has_schedule()) {
    const std::int64_t start_ms = now_ms - std::int64_t{stream_->parameters.interval_ms} * (stream_->next() - 1);
    start_ms_ = is_first ? start_ms : std::min(start_ms_, start_ms);
    return;
  }
  if (is_first) start_ms_ = now_ms;
  times_.resize(count, static_cast<std::int32_t>(now_ms - start_ms_));
}

void NumbersDisplay::take_numbers() {
  if (paused_ || shown_ == stream_->numbers.size()) return;
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
  view.number = grouped(stream_->numbers[shown_ - 1]);
  describe_statistics(view);
  view.line_size = shown_ - first_in_sight();
  if (index_) view.line_index = *index_ - std::min(*index_, first_in_sight());
  view.bar_count = distribution_->bins().size();
  view.bar_index = bar_;
  view.line_reading = line_reading();
  view.line_sight = sight();
  view.line_is_now = is_now_;
  if (bar_) {
    const Distribution::Bin& bin = distribution_->bins()[*bar_];
    view.histogram_reading = joined(
        {range_of(bin), ": ", counted(bin.count, "number"), ", ", expected_in(bin, *distribution_), " expected"});
  }
}

// A server of the plain protocol states no range, so that nothing is expected of its numbers.
void NumbersDisplay::describe_statistics(View& view) const {
  const bool has_range = !stream_->token.empty();
  const int decimals = std::clamp(decimals_within(stream_->parameters.min, stream_->parameters.max), 0, 1);
  view.mean = joined(
      {"Average of ", counted(distribution_->count(), "number"), ": ", fixed(distribution_->mean(), decimals)});
  if (!has_range) {
    view.uniformity = "This server does not state its range, so there is nothing to judge.";
    return;
  }
  view.mean += joined({" (expected ", fixed(distribution_->expected_mean(), 1), ")"});
  if (!health_) {
    view.uniformity = "Only one number is possible, so there is nothing to judge.";
    return;
  }
  const std::uint64_t needed = distribution_->count_to_judge();
  view.uniformity = has_schedule() && stream_->parameters.count < needed
                        ? joined({"This stream is too short to judge: ", counted(needed, "number"), " are needed."})
                        : judgement_of(*distribution_, *health_);
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

std::int64_t NumbersDisplay::time_of(std::size_t index) const {
  return start_ms_ +
         (has_schedule() ? static_cast<std::int64_t>(index) * stream_->parameters.interval_ms : times_[index]);
}

std::size_t NumbersDisplay::first_in_sight() const {
  std::size_t first = 0, end = shown_ - std::min(shown_, kLeastInPicture);
  while (first < end) {
    const std::size_t middle = (first + end) / 2;
    if (time_of(shown_ - 1) - time_of(middle) > kPictureMs) {
      first = middle + 1;
    } else {
      end = middle;
    }
  }
  return first;
}

TimeRange NumbersDisplay::times() const {
  const std::int64_t last_ms = time_of(shown_ - 1);
  return {std::min(time_of(first_in_sight()), last_ms - 1), last_ms};
}

ValueAxis NumbersDisplay::values() const {
  const double min = stream_->parameters.min, max = stream_->parameters.max;
  return value_axis(min, max, min, max, 1);
}

std::string NumbersDisplay::sight() const {
  const TimeRange seen = times();
  const auto [size, unit] = largest_unit(std::chrono::milliseconds(seen.last_ms - seen.first_ms));
  return size > 1 ? joined({"The last ", counted(size, unit)}) : joined({"The last ", unit});
}

std::string NumbersDisplay::line_reading() const {
  if (!index_) return "";
  return joined({numbers_named(*index_, *index_), ", ", time_of_day(time_of(*index_), clock_.offset_ms), ": ",
                 grouped(stream_->numbers[*index_])});
}

LineChart NumbersDisplay::line(std::size_t columns, std::size_t time_labels) const {
  if (shown_ == 0) return {};
  const TimeRange seen = times();
  ValueAxis axis = values();
  const auto point = [&](std::size_t index) {
    return Point{seen.place(time_of(index)), 1 - axis.place(stream_->numbers[index])};
  };
  std::vector<Point> points;
  points.reserve(shown_ - first_in_sight());
  for (std::size_t index = first_in_sight(); index < shown_; ++index) points.push_back(point(index));
  LineChart chart{.line = line_through(points, columns),
                  .values = {},
                  .times = ago_ticks(seen.last_ms - seen.first_ms, time_labels, is_now_)};
  if (index_ && *index_ >= first_in_sight()) chart.cursor = point(*index_);
  chart.values = std::move(axis.ticks);
  return chart;
}

void NumbersDisplay::read_line_at(std::optional<double> x) {
  index_.reset();
  if (!x || shown_ == 0) return;
  const TimeRange seen = times();
  double least = 2;
  for (std::size_t index = first_in_sight(); index < shown_; ++index) {
    const double distance = std::abs(static_cast<double>(seen.place(time_of(index))) - *x);
    if (distance > least) break;
    least = distance;
    index_ = index;
  }
}

void NumbersDisplay::read_line(std::size_t index) {
  if (shown_ > 0) index_ = std::min(first_in_sight() + index, shown_ - 1);
}

std::optional<HistogramChart> NumbersDisplay::histogram() const {
  if (!distribution_) return std::nullopt;
  return histogram_chart(*distribution_);
}

void NumbersDisplay::read_histogram_at(std::optional<double> x) {
  bar_.reset();
  if (!x || !distribution_) return;
  read_bar(static_cast<std::size_t>(std::clamp(*x, 0.0, 1.0) * static_cast<double>(distribution_->bins().size())));
}

void NumbersDisplay::read_bar(std::size_t index) {
  if (distribution_) bar_ = std::min(index, distribution_->bins().size() - 1);
}

std::string NumbersDisplay::number_rows() const {
  std::string rows;
  for (std::size_t n = shown_; n > 0 && shown_ - n < kTableRows; --n) {
    rows += joined({grouped(static_cast<std::int64_t>(n)), "\t", grouped(stream_->numbers[n - 1]), "\n"});
  }
  return rows;
}

std::string NumbersDisplay::bin_rows() const {
  std::string rows;
  if (!distribution_) return rows;
  for (const Distribution::Bin& bin : distribution_->bins()) {
    rows += joined({range_of(bin), "\t", grouped(static_cast<std::int64_t>(bin.count)), "\t",
                    expected_in(bin, *distribution_), "\n"});
  }
  return rows;
}

// A text of a million numbers that grew by doubling would take three times its size for a moment, and Wasm never
// gives memory back.
std::size_t NumbersDisplay::room_for_all(std::size_t more) const {
  const std::size_t longest =
      std::max(std::to_string(stream_->parameters.min).size(), std::to_string(stream_->parameters.max).size());
  return stream_->numbers.size() * (longest + more) + 16;
}

std::string NumbersDisplay::csv() const {
  std::string text = "number,value\r\n";  // RFC 4180
  text.reserve(room_for_all(std::to_string(stream_->numbers.size()).size() + 3));
  std::size_t n = 0;
  for (const std::int32_t number : stream_->numbers) {
    text += std::to_string(++n) + ',' + std::to_string(number) + "\r\n";
  }
  return text;
}

std::string NumbersDisplay::numbers_alone() const {
  std::string text;
  text.reserve(room_for_all(1));
  for (const std::int32_t number : stream_->numbers) text += std::to_string(number) + '\n';
  return text;
}

}  // namespace sws
