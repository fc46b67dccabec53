// The messages that were published for pushes and that JetStream has not confirmed yet. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/channel/feed.hpp"
#include "backend/loop/clock.hpp"

namespace sws {

class NatsAcks {
 public:
  // So many messages may wait for their confirmation, so that a broker that does not answer costs no memory.
  static constexpr std::size_t kMostMessages = 16'384;

  // Awaits the confirmations of `messages` messages until `deadline`. Then `done` is called once: with where they
  // lie, or else with NotTaken::uncertain. The number stands for the push; there is none if too many wait.
  std::optional<std::uint64_t> await(const LogId& log, std::size_t messages, SteadyTime deadline, Feed::Done done);

  // JetStream's answer to one of its messages (nats_texts.hpp). One for a push that is over is ignored.
  void on_answer(std::uint64_t push, std::string_view answer);

  void fail(std::uint64_t push);
  void fail_overdue(SteadyTime now);
  void fail_all();

 private:
  struct Push {
    LogRange range;
    std::size_t messages;  // in all
    std::size_t left;      // that are not confirmed
    SteadyTime deadline;
    Feed::Done done;
  };
  using Pushes = std::map<std::uint64_t, Push>;

  Feed::Done forget(Pushes::iterator push);  // with the lock
  template <class Predicate>
  void fail_those(Predicate is_one);

  std::mutex mutex_;
  Pushes pushes_;
  std::uint64_t next_push_ = 0;
  std::size_t messages_ = 0;
};

}  // namespace sws
