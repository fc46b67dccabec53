#include "backend/channel/nats_acks.hpp"

#include <algorithm>

#include "backend/channel/nats_texts.hpp"
#include "backend/process/log.hpp"

namespace sws {

std::optional<std::uint64_t> NatsAcks::await(const LogId& log, std::size_t messages, SteadyTime deadline,
                                             Feed::Done done) {
  const std::lock_guard lock(mutex_);
  if (messages_ + messages > kMostMessages) return std::nullopt;
  messages_ += messages;
  pushes_.emplace(next_push_, Push{{log, UINT64_MAX, 0}, messages, messages, deadline, std::move(done)});
  return next_push_++;
}

// If others publish at the same time, theirs may lie between these. A duplicate has the position of the first one.
void NatsAcks::on_answer(std::uint64_t number, std::string_view answer) {
  const auto position = nats_position_in(answer);
  if (!position) {
    log(LogLevel::warn, "push_not_stored", {{"reason", position.error()}});
    return fail(number);
  }
  std::unique_lock lock(mutex_);
  const auto push = pushes_.find(number);
  if (push == pushes_.end()) return;
  LogRange& range = push->second.range;
  range.first = std::min(range.first, *position);
  range.next = std::max(range.next, *position + 1);
  if (--push->second.left > 0) return;
  const LogRange whole = range;
  const Feed::Done done = forget(push);
  lock.unlock();
  done(whole);
}

Feed::Done NatsAcks::forget(Pushes::iterator push) {
  messages_ -= push->second.messages;
  Feed::Done done = std::move(push->second.done);
  pushes_.erase(push);
  return done;
}

template <class Predicate>
void NatsAcks::fail_those(Predicate is_one) {
  std::vector<Feed::Done> failed;
  {
    const std::lock_guard lock(mutex_);
    for (auto push = pushes_.begin(); push != pushes_.end();) {
      const auto each = push++;
      if (is_one(*each)) failed.push_back(forget(each));
    }
  }
  for (const Feed::Done& done : failed) done(NotTaken::uncertain);
}

void NatsAcks::fail(std::uint64_t push) {
  fail_those([push](const auto& each) { return each.first == push; });
}

void NatsAcks::fail_overdue(SteadyTime now) {
  fail_those([now](const auto& each) { return each.second.deadline <= now; });
}

void NatsAcks::fail_all() {
  fail_those([](const auto&) { return true; });
}

}  // namespace sws
