#include "frontend/page/samples_display.hpp"

#include <algorithm>
#include <cmath>

#include "frontend/stream/number_phrases.hpp"
#include "shared/joined.hpp"
#include "shared/json_double.hpp"

namespace sws {
namespace {}  // namespace

std::span<const LoggedSample> SamplesDisplay::samples() const {
  const std::span all(log_.samples());
  const auto later = static_cast<std::size_t>(std::min<std::uint64_t>(log_.count() - shown_, all.size()));
  return all.first(all.size() - later);
}

void SamplesDisplay::update() {
  if (log_.count() - shown_ + in_sight_ > log_.samples().size()) paused_ = false;  // what it shows has been dropped
  if (paused_ || shown_ == log_.count()) return;
  const std::size_t fresh =
      std::min<std::size_t>(static_cast<std::size_t>(log_.count() - shown_), log_.samples().size());
  shown_ = log_.count();
  for (const LoggedSample& logged : samples().last(fresh)) {
    decimals_ = std::max(decimals_, decimal_of(logged.sample.value).decimals());
  }
  in_sight_ = samples_in_sight(samples());
  smallest_ = largest_ = samples().back().sample.value;
  mean_ = 0;
  for (const LoggedSample& logged : in_sight_samples()) {
    smallest_ = std::min(smallest_, logged.sample.value);
    largest_ = std::max(largest_, logged.sample.value);
    mean_ += logged.sample.value / static_cast<double>(in_sight_);  // a sum of huge numbers would be infinite
  }
  const double size = std::max(std::abs(smallest_), std::abs(largest_));
  const int decimals = std::min(decimals_, decimals_within(smallest_, largest_));
  format_ = format_for(size, decimals);
  format_of_mean_ = format_for(size, decimals + 1);  // it may fall between two numbers
}

std::string SamplesDisplay::with_unit(double value, NumberFormat format) const {
  const std::string text = written(value, format);
  return channel_.unit.empty() ? text : joined({text, " ", channel_.unit});
}

void SamplesDisplay::describe(View& view) const {
  view.has_numbers = has_samples();
  if (!has_samples()) return;
  const LoggedSample& last = samples().back();
  const LoggedSample& first = in_sight_samples().front();
  view.number = written(last.sample.value, format_);
  view.is_wide = view.is_wide || view.number.size() > View::kLongNumber;
  view.progress = number_named(last.seq);
  view.last = with_unit(last.sample.value, format_);
  view.smallest = with_unit(smallest_, format_);
  view.largest = with_unit(largest_, format_);
  view.sample_mean = with_unit(mean_, format_of_mean_);
  view.sight = joined({counted(in_sight_, "number"), " since ", time_of_day(first.sample.at_ms, offset_ms_)});
  view.chart_label = joined({"Line chart of ", view.sight, ": the latest is ", view.last, ", the smallest ",
                             view.smallest, ", the largest ", view.largest});
  view.line_size = in_sight_;
  view.line_index = read_index();
  view.line_reading = "";
  if (view.line_index) {
    const Sample& sample = in_sight_samples()[*view.line_index].sample;
    view.line_reading = joined({time_of_day(sample.at_ms, offset_ms_), ": ", with_unit(sample.value, format_)});
  }
}

LineChart SamplesDisplay::chart(std::size_t columns, std::size_t time_labels) const {
  if (!has_samples()) return {};
  const auto seen = in_sight_samples();
  const TimeRange times = time_range_of(seen);
  ValueAxis axis = values();
  LineChart chart{.line = line_through(sample_points(seen, times, axis), columns),
                  .values = {},
                  .times = time_ticks(times.first_ms, times.last_ms, offset_ms_, time_labels),
                  .unit = channel_.unit};
  if (const auto index = read_index()) {
    const Sample& sample = seen[*index].sample;
    chart.cursor = Point{times.place(sample.at_ms), 1 - axis.place(sample.value)};
  }
  chart.values = std::move(axis.ticks);
  return chart;
}

std::optional<std::size_t> SamplesDisplay::read_index() const {
  if (!read_ || *read_ + in_sight_ < shown_) return std::nullopt;
  return static_cast<std::size_t>(*read_ + in_sight_ - shown_);
}

void SamplesDisplay::read_at(std::optional<double> x) {
  read_.reset();
  if (x && has_samples()) read_sample(sample_at(*x, in_sight_samples(), time_range_of(in_sight_samples())));
}

void SamplesDisplay::read_sample(std::size_t index) {
  if (index < in_sight_) read_ = shown_ - in_sight_ + index;
}

std::string SamplesDisplay::number_rows() const {
  std::string rows;
  const auto shown = samples();
  for (std::size_t n = shown.size(); n > 0 && shown.size() - n < kTableRows; --n) {
    const auto& [sample, seq, is_behind_gap] = shown[n - 1];
    rows += joined({grouped(static_cast<std::int64_t>(seq + 1)), "\t", written(sample.value, format_), "\t",
                    time_of_day(sample.at_ms, offset_ms_), "\n"});
  }
  return rows;
}

std::string SamplesDisplay::csv() const {
  std::string text = "number,value,time\r\n";  // RFC 4180
  for (const auto& [sample, seq, is_behind_gap] : log_.samples()) {
    text += joined({std::to_string(seq + 1), ",", json_text(sample.value), ",", iso_time(sample.at_ms), "\r\n"});
  }
  return text;
}

std::string SamplesDisplay::numbers_alone() const {
  std::string text;
  for (const LoggedSample& logged : log_.samples()) text += json_text(logged.sample.value) + '\n';
  return text;
}

}  // namespace sws
