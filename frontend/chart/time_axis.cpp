#include <algorithm>
#include <iterator>

#include "frontend/chart/axis.hpp"

namespace sws {
namespace {

constexpr std::int64_t kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr std::int64_t kSteps[] = {100,          200,          500,          kSecond, 2 * kSecond, 5 * kSecond,
                                   10 * kSecond, 15 * kSecond, 30 * kSecond, kMinute, 2 * kMinute, 5 * kMinute,
                                   10 * kMinute, 15 * kMinute, 30 * kMinute, kHour,   2 * kHour,   3 * kHour,
                                   6 * kHour,    12 * kHour,   kDay};
constexpr std::size_t kFirstWholeStep = 3;  // a clock shows no fractions of a second

std::int64_t floor_to(std::int64_t time, std::int64_t step) {
  return time - ((time % step) + step) % step;
}

std::string padded(std::int64_t number, std::size_t digits) {
  std::string text = std::to_string(number);
  if (text.size() < digits) text.insert(0, digits - text.size(), '0');
  return text;
}

struct Date {
  std::int64_t year, month, day;
};

// The date in the Gregorian calendar, `days` after 1970-01-01. It counts years from 1 March, so that a leap day is
// the last of its year, and months by the 153 days that five of them have.
Date date_of(std::int64_t days) {
  constexpr std::int64_t kDaysIn400Years = 146'097, kFrom0000March = 719'468;
  days += kFrom0000March;
  const std::int64_t era = floor_to(days, kDaysIn400Years) / kDaysIn400Years;
  const std::int64_t day_of_era = days - era * kDaysIn400Years;
  const std::int64_t year = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
  const std::int64_t march_month = (5 * day_of_year + 2) / 153;
  const std::int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
  return {year + era * 400 + (month <= 2 ? 1 : 0), month, day_of_year - (153 * march_month + 2) / 5 + 1};
}

std::string day_in_words(std::int64_t days) {
  const Date date = date_of(days);
  return padded(date.month, 2) + '-' + padded(date.day, 2);
}

std::string hours_and_minutes(std::int64_t local_ms) {
  const std::int64_t in_day = local_ms - floor_to(local_ms, kDay);
  return padded(in_day / kHour, 2) + ':' + padded(in_day % kHour / kMinute, 2);
}

std::string label(std::int64_t local_ms, std::int64_t step) {
  const std::int64_t midnight = floor_to(local_ms, kDay);
  if (local_ms == midnight) return day_in_words(midnight / kDay);
  return step < kMinute ? time_of_day(local_ms, 0) : hours_and_minutes(local_ms);
}

// Returns a step of which less than `most` fit into `span`, beginning with step `first` of kSteps.
std::int64_t step_for(std::int64_t span, std::size_t most, std::size_t first) {
  const std::int64_t* step = kSteps + first;
  const auto room = static_cast<std::int64_t>(most);
  while (step != std::end(kSteps) - 1 && span / *step >= room) ++step;
  // Above a day the steps are whole days.
  return *step * (span / *step >= room ? span / *step / room + 1 : 1);
}

std::string time_in_words(std::int64_t time) {
  if (time % kSecond != 0) {
    return std::to_string(time / kSecond) + '.' + std::to_string(time % kSecond / 100) + " s";
  }
  if (time % kMinute != 0) return std::to_string(time / kSecond) + " s";
  if (time % kHour != 0) return std::to_string(time / kMinute) + " min";
  if (time % kDay != 0) return std::to_string(time / kHour) + " h";
  return std::to_string(time / kDay) + (time == kDay ? " day" : " days");
}

}  // namespace

float TimeRange::place(std::int64_t at_ms) const {
  const double passed = static_cast<double>(at_ms) - static_cast<double>(first_ms);
  const double place = passed / (static_cast<double>(last_ms) - static_cast<double>(first_ms));
  return static_cast<float>(std::clamp(place, 0.0, 1.0));
}

std::vector<Tick> time_ticks(std::int64_t first_ms, std::int64_t last_ms, std::int64_t offset_ms,
                             std::size_t most) {
  const std::int64_t size = step_for(last_ms - first_ms, most, kFirstWholeStep);
  std::vector<Tick> ticks;
  for (std::int64_t local = floor_to(first_ms + offset_ms - 1, size) + size; local <= last_ms + offset_ms;
       local += size) {
    ticks.push_back({TimeRange{first_ms, last_ms}.place(local - offset_ms), label(local, size)});
  }
  return ticks;
}

std::vector<Tick> ago_ticks(std::int64_t span_ms, std::size_t most, bool is_now) {
  const std::int64_t size = step_for(span_ms, most, 0);
  std::vector<Tick> ticks;
  for (std::int64_t ago = span_ms / size * size; ago > 0; ago -= size) {
    ticks.push_back(
        {TimeRange{0, span_ms}.place(span_ms - ago), time_in_words(ago) + (is_now ? " ago" : " before")});
  }
  ticks.push_back({1, is_now ? "now" : "last number"});
  return ticks;
}

std::string time_of_day(std::int64_t at_ms, std::int64_t offset_ms) {
  const std::int64_t local_ms = at_ms + offset_ms;
  const std::int64_t in_minute = local_ms - floor_to(local_ms, kMinute);
  return hours_and_minutes(local_ms) + ':' + padded(in_minute / kSecond, 2);
}

std::string iso_time(std::int64_t at_ms) {
  const Date date = date_of(floor_to(at_ms, kDay) / kDay);
  const std::int64_t milliseconds = at_ms - floor_to(at_ms, kSecond);
  return padded(date.year, 4) + '-' + padded(date.month, 2) + '-' + padded(date.day, 2) + 'T' +
         time_of_day(at_ms, 0) + '.' + padded(milliseconds, 3) + 'Z';
}

}  // namespace sws
