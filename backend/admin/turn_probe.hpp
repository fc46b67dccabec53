// Finds out whether a thread still turns its loop, without waiting for it: each look asks the thread to answer, and
// tells how long the question of an earlier look has been open. One thread.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "backend/loop/clock.hpp"

namespace sws {

class TurnProbe {
 public:
  // Makes the thread call `answer`; it may also destroy it uncalled.
  using Ask = std::function<void(std::function<void()> answer)>;

  explicit TurnProbe(Ask ask) : ask_(std::move(ask)) {}

  // For how long the thread has not answered: 0 if it answered the last question, or was never asked. Nothing if
  // the thread has ended.
  std::optional<std::chrono::nanoseconds> look(SteadyTime now);

  void forget() { ask_ = nullptr; }  // the thread has ended and will not answer any more

 private:
  Ask ask_;
  SteadyTime asked_at_;
  std::shared_ptr<std::atomic<bool>> answered_ = std::make_shared<std::atomic<bool>>(true);
};

}  // namespace sws
