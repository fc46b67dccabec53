#include "tests/cluster/report.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

namespace sws {
namespace {

template <class Key>
void list(std::ostream& out, const char* title, const std::map<Key, std::uint64_t>& counts) {
  if (counts.empty()) return;
  out << title;
  const char* separator = " ";
  for (const auto& [key, count] : counts) {
    out << separator << key << ": " << count;
    separator = ", ";
  }
  out << '\n';
}

}  // namespace

std::chrono::milliseconds percentile(std::vector<Moment> times, double share) {
  if (times.empty()) return {};
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(times.size())));
  const auto place =
      times.begin() + static_cast<std::ptrdiff_t>(std::clamp<std::size_t>(rank, 1, times.size()) - 1);
  std::nth_element(times.begin(), place, times.end());
  return std::chrono::duration_cast<std::chrono::milliseconds>(*place);
}

std::string summary_of(const Tally& tally) {
  std::ostringstream out;
  out << "numbers: " << tally.numbers << "; lost: " << tally.lost << ", repeated: " << tally.repeated
      << ", early: " << tally.early << ", wrong: " << tally.wrong
      << ", streams with a wrong number: " << tally.distrusted << ", unreadable texts: " << tally.unread << "\n"
      << "from a fault to the next number of a viewer that lost its connection: "
      << percentile(tally.recoveries, 0.5).count() << " ms at p50, " << percentile(tally.recoveries, 0.99).count()
      << " ms at p99, " << percentile(tally.recoveries, 1).count() << " ms at most (" << tally.recoveries.size()
      << " times)\n";
  list(out, "connections closed with", tally.closes);
  list(out, "upgrades refused with", tally.refusals);
  list(out, "why a socket did not open, answered with", tally.answers);
  list(out, "streams that ended before their time:", tally.endings);
  return out.str();
}

}  // namespace sws
