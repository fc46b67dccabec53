#include "frontend/stream/received_log.hpp"

#include <utility>

#include "frontend/stream/number_phrases.hpp"
#include "shared/joined.hpp"

namespace sws {

std::string ReceivedLog::named(std::uint64_t from, std::uint64_t to) const {
  return numbers_named(from - origin_, to - 1 - origin_);
}

std::string ReceivedLog::gap_within(std::size_t shown) const {
  return count_ - gap_at_ < shown ? gap_ : "";
}

void ReceivedLog::begin(const LogStarted& started) {
  if (id_ && (*id_ != started.log || started.next < next_)) {
    note_gap("the server started over, so some numbers may be missing");
  } else if (id_ && started.next > next_) {
    note_unavailable(next_, started.next);
  }
  id_ = started.log;
  next_ = started.next;
}

std::optional<std::string> ReceivedLog::sequence_break(std::uint64_t seq) const {
  if (seq == next_) return std::nullopt;
  return joined({named(seq, seq + 1), " arrived, but ", named(next_, next_ + 1), " is due"});
}

void ReceivedLog::append(const LogNumbers& run) {
  constexpr std::size_t kDropped = kMostSamples / 10;
  if (samples_.size() >= kMostSamples + kDropped) samples_.erase(samples_.begin(), samples_.begin() + kDropped);
  for (const Sample& sample : run.samples) {
    samples_.push_back({sample, next_++ - origin_, std::exchange(is_behind_gap_, false)});
    ++count_;
  }
}

void ReceivedLog::skip(const Gap& gap) {
  note_unavailable(gap.from, gap.to);
  next_ = gap.to;
}

void ReceivedLog::note_unavailable(std::uint64_t from, std::uint64_t to) {
  note_gap(named(from, to) + (to - from == 1 ? " is" : " are") + " no longer available");
}

void ReceivedLog::note_gap(std::string words) {
  gap_ = std::move(words);
  gap_at_ = count_;
  is_behind_gap_ = !samples_.empty();
}

}  // namespace sws
