#include "backend/channel/sample_window.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sws {
namespace {

constexpr Sample kMissing{std::numeric_limits<double>::quiet_NaN(), 0};  // all numbers that come are finite

bool is_missing(const Sample& sample) {
  return std::isnan(sample.value);
}

}  // namespace

void SampleWindow::begin_at(std::uint64_t position) {
  samples_.clear();
  missing_ = 0;
  began_at_ = next_ = position;
}

void SampleWindow::append(std::span<const Sample> samples) {
  for (const Sample& sample : samples) put(sample);
}

void SampleWindow::skip_to(std::uint64_t position) {
  if (position >= next_ + capacity_) return begin_at(position);
  while (next_ < position) put(kMissing);
}

void SampleWindow::put(const Sample& sample) {
  missing_ += is_missing(sample) ? 1 : 0;
  if (samples_.size() < capacity_) {
    samples_.push_back(sample);
  } else {
    Sample& oldest = samples_[index(next_)];
    missing_ -= is_missing(oldest) ? 1 : 0;
    oldest = sample;
  }
  ++next_;
}

std::uint64_t SampleWindow::sample_from(std::uint64_t seq) const {
  if (missing_ == 0) return seq;
  while (seq < next_ && is_missing(samples_[index(seq)])) ++seq;
  return seq;
}

std::vector<Sample> SampleWindow::run(std::uint64_t seq, std::size_t count) const {
  std::vector<Sample> samples;
  samples.reserve(count);
  const auto begin = samples_.begin() + static_cast<std::ptrdiff_t>(index(seq));
  const auto until_wrap = static_cast<std::size_t>(samples_.end() - begin);
  samples.assign(begin, begin + static_cast<std::ptrdiff_t>(std::min(count, until_wrap)));
  const std::size_t rest = count - samples.size();
  samples.insert(samples.end(), samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(rest));
  if (missing_ > 0) samples.erase(std::find_if(samples.begin(), samples.end(), is_missing), samples.end());
  return samples;
}

}  // namespace sws
