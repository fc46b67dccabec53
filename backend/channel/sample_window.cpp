#include "backend/channel/sample_window.hpp"

#include <algorithm>

namespace sws {

void SampleWindow::append(std::span<const Sample> samples) {
  for (const Sample& sample : samples) {
    if (samples_.size() < capacity_) {
      samples_.push_back(sample);
    } else {
      samples_[next_ % capacity_] = sample;
    }
    ++next_;
  }
}

std::vector<Sample> SampleWindow::run(std::uint64_t seq, std::size_t count) const {
  std::vector<Sample> samples;
  samples.reserve(count);
  const auto begin = samples_.begin() + static_cast<std::ptrdiff_t>(seq % capacity_);
  const auto until_wrap = static_cast<std::size_t>(samples_.end() - begin);
  samples.assign(begin, begin + static_cast<std::ptrdiff_t>(std::min(count, until_wrap)));
  const std::size_t rest = count - samples.size();
  samples.insert(samples.end(), samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(rest));
  return samples;
}

}  // namespace sws
