// Asks threads whether they turn their loops. A thread has one open question at most, however often is asked, so
// that one that is stuck is not given ever more to do; and a thread that is idle is woken by nothing but questions.
// The asker's thread calls all functions; the other threads' answers come to it through the poster.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/loop/clock.hpp"

namespace sws {

class RollCall {
 public:
  using Poster = std::function<void(std::function<void()>)>;      // runs a function on the asker's thread
  using Ask = std::function<void(std::function<void()> answer)>;  // has a thread call `answer`

  // `clock` must outlive it. Other threads call `poster`.
  RollCall(const Clock& clock, Poster poster) : clock_(clock), poster_(std::move(poster)) {}

  // Must be called before the first ask(). The first thread has number 0. `name` is for a person.
  void add(std::string name, Ask ask) { threads_.push_back({std::move(name), std::move(ask), {}, false}); }
  void forget(std::size_t thread);  // the thread has ended and will not answer any more

  // A question to all threads. It is withdrawn when the asker lets go of it.
  using Question = std::shared_ptr<const std::function<void()>>;

  // Asks all threads, and calls `answered` as soon as each of them has answered: later, and not before ask()
  // returns. Without `answered` nobody waits, and the next silence_of() tells.
  Question ask(std::function<void()> answered);
  void ask();

  // For how long a thread owes an answer: 0 if it owes none, and nothing if it has ended.
  std::optional<std::chrono::nanoseconds> silence_of(std::size_t thread) const;

  // Says who still owes an answer, and for how long, as in "worker 2 has not answered for 14 s", or "".
  std::string silence() const;

 private:
  struct Thread {
    std::string name;
    Ask ask;
    std::optional<SteadyTime> asked_at;  // of the open question
    bool has_ended;
  };

  void on_answer(std::size_t thread);
  void tell_if_complete();

  const Clock& clock_;
  const Poster poster_;
  std::vector<Thread> threads_;
  std::vector<std::weak_ptr<const std::function<void()>>> waiting_;
};

}  // namespace sws
