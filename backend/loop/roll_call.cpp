#include "backend/loop/roll_call.hpp"

#include <algorithm>
#include <utility>

namespace sws {

RollCall::Question RollCall::ask(std::function<void()> answered) {
  auto question = std::make_shared<const std::function<void()>>(std::move(answered));
  std::erase_if(waiting_, [](const auto& withdrawn) { return withdrawn.expired(); });
  waiting_.push_back(question);
  ask();
  poster_([this] { tell_if_complete(); });  // there may be no thread left that could answer
  return question;
}

void RollCall::ask() {
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    Thread& thread = threads_[i];
    if (thread.has_ended || thread.asked_at) continue;
    thread.asked_at = clock_.steady();
    thread.ask([this, i] { poster_([this, i] { on_answer(i); }); });
  }
}

void RollCall::forget(std::size_t thread) {
  threads_[thread].has_ended = true;
  on_answer(thread);
}

void RollCall::on_answer(std::size_t thread) {
  threads_[thread].asked_at.reset();
  tell_if_complete();
}

void RollCall::tell_if_complete() {
  const auto owes = [](const Thread& thread) { return thread.asked_at.has_value(); };
  if (std::any_of(threads_.begin(), threads_.end(), owes)) return;
  for (const auto& waiting : std::exchange(waiting_, {})) {
    if (const Question question = waiting.lock()) (*question)();
  }
}

std::optional<std::chrono::nanoseconds> RollCall::silence_of(std::size_t thread) const {
  const Thread& asked = threads_[thread];
  if (asked.has_ended) return std::nullopt;
  return asked.asked_at ? clock_.steady() - *asked.asked_at : std::chrono::nanoseconds::zero();
}

std::string RollCall::silence() const {
  std::string silence;
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    if (!threads_[i].asked_at) continue;
    const auto since = std::chrono::floor<std::chrono::seconds>(*silence_of(i));
    silence += (silence.empty() ? "" : "; ") + threads_[i].name + " has not answered for " +
               std::to_string(since.count()) + " s";
  }
  return silence;
}

}  // namespace sws
