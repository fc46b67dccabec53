#include "backend/admin/families.hpp"

#include <chrono>
#include <limits>

namespace sws {

prometheus::ClientMetric::Histogram sum_of(std::span<const LatenessHistogram* const> histograms) {
  prometheus::ClientMetric::Histogram sum;
  std::uint64_t cumulative = 0;
  for (std::size_t bucket = 0; bucket <= LatenessHistogram::kBounds.size(); ++bucket) {
    for (const LatenessHistogram* each : histograms) cumulative += each->in_bucket(bucket);
    const bool is_last = bucket == LatenessHistogram::kBounds.size();
    const double bound = is_last ? std::numeric_limits<double>::infinity()
                                 : std::chrono::duration<double>(LatenessHistogram::kBounds[bucket]).count();
    sum.bucket.push_back({cumulative, bound});
  }
  sum.sample_count = cumulative;
  for (const LatenessHistogram* each : histograms) {
    sum.sample_sum += std::chrono::duration<double>(each->sum()).count();
  }
  return sum;
}

}  // namespace sws
