#include "tests/cluster/witness.hpp"

#include <algorithm>
#include <variant>

#include "shared/codec.hpp"

namespace sws {

void Witness::take(std::string_view text, std::int64_t now_ms) {
  const auto decoded = decode_server_message(text);
  if (!decoded) {
    ++tally_.unread;
    return;
  }
  if (const auto* hello = std::get_if<SharedHello>(&*decoded)) {
    interval_ms_ = hello->parameters.interval_ms;  // number n is due n intervals after the epoch
  } else if (const auto* started = std::get_if<Started>(&*decoded)) {
    start_ms_ = started->start_ms;
    interval_ms_ = started->parameters.interval_ms;
    count_ = started->parameters.count;
    begin(started->next);
  } else if (const auto* shared = std::get_if<SharedStarted>(&*decoded)) {
    begin(shared->next);
  } else if (const auto* log = std::get_if<LogStarted>(&*decoded)) {
    begin(log->next);
  } else if (const auto* number = std::get_if<Number>(&*decoded)) {
    take_numbers(number->seq, 1, now_ms);
  } else if (const auto* run = std::get_if<Numbers>(&*decoded)) {
    take_numbers(run->seq, run->messages.size(), now_ms);
  } else if (const auto* samples = std::get_if<LogNumbers>(&*decoded)) {
    take_numbers(samples->seq, samples->samples.size(), now_ms);
    compare_values(*samples);
  } else if (const auto* gap = std::get_if<Gap>(&*decoded)) {
    take_gap(*gap);
  }
}

void Witness::begin(std::uint64_t next) {
  if (has_begun_) return take_numbers(next, 0, INT64_MAX);
  has_begun_ = true;
  first_ = next_ = next;
}

void Witness::take_event(std::uint64_t seq, std::int64_t now_ms) {
  if (!has_begun_) begin(seq);
  take_numbers(seq, 1, now_ms);
}

void Witness::take_numbers(std::uint64_t seq, std::uint64_t count, std::int64_t now_ms) {
  if (seq > next_) tally_.lost += seq - next_;
  if (seq < next_) tally_.repeated += std::max<std::uint64_t>(1, std::min(count, next_ - seq));
  next_ = std::max(next_, seq + count);
  if (count == 0) return;
  const auto last = static_cast<std::int64_t>(seq + count - 1);
  last_due_ms_ = interval_ms_ == 0 ? now_ms : start_ms_ + last * interval_ms_;
  if (last_due_ms_ > now_ms + Tally::kRoundingMs) ++tally_.early;
}

void Witness::take_gap(const Gap& gap) {
  tally_.lost += gap.to - gap.from;
  next_ = std::max(next_, gap.to);
}

void Witness::compare_values(const LogNumbers& samples) {
  for (std::size_t i = 0; i < samples.samples.size(); ++i) {
    const double of_number_0 = samples.samples[i].value - static_cast<double>(samples.seq + i);
    if (value_of_number_0_.value_or(of_number_0) != of_number_0) ++tally_.wrong;
    value_of_number_0_ = of_number_0;
  }
}

std::uint64_t Witness::due(std::int64_t now_ms) const {
  if (interval_ms_ == 0) return next_ - first_;
  const auto last = static_cast<std::uint64_t>((now_ms - start_ms_) / interval_ms_);
  return std::min(last + 1, count_) - first_;
}

}  // namespace sws
