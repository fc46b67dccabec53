#include "frontend/stream/received_log.hpp"

#include <utility>

#include "frontend/stream/number_phrases.hpp"
#include "shared/joined.hpp"

namespace sws {
namespace {

std::string no_longer_available(std::uint64_t from, std::uint64_t to) {
  return numbers_named(from, to - 1) + (to - from == 1 ? " is" : " are") + " no longer available";
}

}  // namespace

std::string ReceivedLog::gap_within(std::size_t shown) const {
  return count_ - gap_at_ < shown ? gap_ : "";
}

void ReceivedLog::begin(const LogStarted& started) {
  if (id_ && (*id_ != started.log || started.next < next_)) {
    note_gap("the server started over, so some numbers may be missing");
  } else if (id_ && started.next > next_) {
    note_gap(no_longer_available(next_, started.next));
  }
  id_ = started.log;
  next_ = started.next;
}

std::optional<std::string> ReceivedLog::sequence_break(std::uint64_t seq) const {
  if (seq == next_) return std::nullopt;
  return joined({number_named(seq), " arrived, but ", number_named(next_), " is due"});
}

void ReceivedLog::append(const LogNumbers& run) {
  constexpr std::size_t kDropped = kMostSamples / 10;
  if (samples_.size() >= kMostSamples + kDropped) samples_.erase(samples_.begin(), samples_.begin() + kDropped);
  for (const Sample& sample : run.samples) {
    samples_.push_back({sample, next_++, std::exchange(is_behind_gap_, false)});
    ++count_;
  }
}

void ReceivedLog::skip(const Gap& gap) {
  note_gap(no_longer_available(gap.from, gap.to));
  next_ = gap.to;
}

void ReceivedLog::note_gap(std::string words) {
  gap_ = std::move(words);
  gap_at_ = count_;
  is_behind_gap_ = !samples_.empty();
}

}  // namespace sws
