#include "tests/bench/client/cuts.hpp"

#include "tests/bench/client/clock.hpp"

namespace sws::bench {

std::optional<unsigned> Cuts::next_to_cut(std::int64_t now) {
  const std::int64_t from = phase_.from.load(std::memory_order_relaxed);
  if (viewers_ == 0 || now < from || now >= phase_.until.load(std::memory_order_relaxed)) return std::nullopt;
  std::uint64_t due = 0;
  if (settings_.cut_all) {
    due = viewers_;
  } else if (settings_.cut_every_ms > 0) {
    const double rounds =
        static_cast<double>(now - from) / static_cast<double>(settings_.cut_every_ms * kMillisecond);
    due = static_cast<std::uint64_t>(rounds * viewers_);
  }
  if (chosen_ >= due) return std::nullopt;
  return static_cast<unsigned>(chosen_++ % viewers_);
}

void Cuts::cut(unsigned viewer, std::int64_t now) {
  absences_.push_back({viewer, now + settings_.away_ms * kMillisecond});
}

std::optional<unsigned> Cuts::next_to_return(std::int64_t now) {
  if (absences_.empty() || absences_.front().until > now) return std::nullopt;
  const unsigned viewer = absences_.front().viewer;
  absences_.pop_front();
  return viewer;
}

}  // namespace sws::bench
