#include "frontend/stream/retry_after.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace sws {
namespace {

using std::chrono::seconds;

std::optional<std::int64_t> digits(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() ? value : seconds(kLongestRetryAfter).count();  // more digits than an integer has
}

std::optional<unsigned> month(std::string_view name) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t found = kMonths.find(name);
  if (found == std::string_view::npos || found % 3 != 0) return std::nullopt;
  return static_cast<unsigned>(found / 3) + 1;
}

// Reads a date such as "Sun, 06 Nov 1994 08:49:37 GMT", the form that servers send (RFC 9110 §5.6.7).
std::optional<std::chrono::sys_seconds> http_date(std::string_view text) {
  if (text.size() != 29 || text.substr(25) != " GMT") return std::nullopt;
  const auto named = month(text.substr(8, 3));
  const auto day = digits(text.substr(5, 2)), year = digits(text.substr(12, 4)), hour = digits(text.substr(17, 2)),
             minute = digits(text.substr(20, 2)), second = digits(text.substr(23, 2));
  if (!named || !day || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)), std::chrono::month(*named),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) + seconds(*second);
}

}  // namespace

seconds retry_after(std::string_view value, std::string_view date) {
  seconds wait{0};
  if (const auto stated = digits(value)) {
    wait = seconds(std::min<std::int64_t>(*stated, seconds(kLongestRetryAfter).count()));
  } else if (const auto until = http_date(value), now = http_date(date); until && now) {
    wait = *until - *now;
  }
  return std::clamp<seconds>(wait, seconds(0), kLongestRetryAfter);
}

}  // namespace sws
