#include "frontend/page/quantity_phrases.hpp"

#include <algorithm>
#include <cmath>

#include "shared/counting.hpp"

namespace sws {

using namespace std::chrono_literals;

// This does without printf, whose support for floating-point numbers would add 6 kB to the page.
std::string fixed(double value, int decimals) {
  std::int64_t scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  const std::int64_t scaled = std::llround(std::abs(value) * static_cast<double>(scale));
  std::string text = value < 0 && scaled != 0 ? "-" : "";
  text += grouped(scaled / scale);
  if (decimals == 0) return text;
  const std::string fraction = std::to_string(scaled % scale);
  text += '.';
  text.append(static_cast<std::size_t>(decimals) - fraction.size(), '0');
  return text += fraction;
}

std::string probability(double p) {
  int decimals = 2;
  for (double rest = p; rest < 0.1 && decimals < 10; rest *= 10) ++decimals;
  return fixed(p, decimals);
}

std::string ago(Moment time) {
  if (time < 2s) return "just now";
  if (time < 2min) return std::to_string(time / 1s) + " s ago";
  return std::to_string(time / 1min) + " min ago";
}

std::string wait_in_words(Moment time) {
  if (time < 2min)
    return std::to_string(std::max<std::int64_t>(std::chrono::ceil<std::chrono::seconds>(time) / 1s, 0)) + " s";
  return std::to_string(std::chrono::round<std::chrono::minutes>(time) / 1min) + " min";
}

Units largest_unit(Moment time) {
  const auto whole = [&](Moment unit) { return static_cast<std::uint64_t>((time + unit / 2) / unit); };
  if (time < 2min - 500ms) return {std::max<std::uint64_t>(whole(1s), 1), "second"};
  if (time < 2h - 30s) return {whole(1min), "minute"};
  return time < 48h - 30min ? Units{whole(1h), "hour"} : Units{whole(24h), "day"};
}

std::string span_of_time(Moment time) {
  if (time < 2min) return std::to_string(time / 1s) + " s";
  if (time < 2h) return std::to_string(time / 1min) + " min";
  return time < 48h ? std::to_string(time / 1h) + " h" : std::to_string(time / 24h) + " days";
}

std::string round_trip(Moment time) {
  const double milliseconds = static_cast<double>(time.count()) / 1000;
  return "round trip " + fixed(milliseconds, milliseconds < 10 ? 1 : 0) + " ms";
}

std::string stamp(Moment time) {
  return fixed(static_cast<double>(time.count()) / 1e6, 3) + " s";
}

}  // namespace sws
