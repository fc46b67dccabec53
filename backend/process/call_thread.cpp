#include "backend/process/call_thread.hpp"

#include <pthread.h>
#include <signal.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace sws {

struct CallThread::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::uint64_t, Call> waiting;  // by number, so that the first one is the oldest
  std::uint64_t next_number = 0;
  bool stopped = false;
};

CallThread::CallThread(std::string name) : name_(std::move(name)), state_(std::make_shared<State>()) {}

void CallThread::start() {
  sigset_t all, before;  // the main thread handles signals, so the new thread blocks them
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread([state = state_, name = name_] {
    pthread_setname_np(pthread_self(), name.c_str());
    run(*state);
  }).detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

std::uint64_t CallThread::add(Call call) {
  const std::lock_guard lock(state_->mutex);
  const std::uint64_t number = state_->next_number++;
  state_->waiting.emplace(number, std::move(call));
  state_->changed.notify_one();
  return number;
}

void CallThread::forget(std::uint64_t number) {
  const std::lock_guard lock(state_->mutex);
  state_->waiting.erase(number);
}

void CallThread::stop() {
  const std::lock_guard lock(state_->mutex);
  state_->stopped = true;
  state_->waiting.clear();
  state_->changed.notify_one();
}

void CallThread::run(State& state) {
  std::unique_lock lock(state.mutex);
  for (;;) {
    state.changed.wait(lock, [&state] { return state.stopped || !state.waiting.empty(); });
    if (state.stopped) return;
    Call call = std::move(state.waiting.begin()->second);
    state.waiting.erase(state.waiting.begin());
    lock.unlock();
    std::function<void()> hand_over = call();
    call = nullptr;
    lock.lock();
    if (!state.stopped) hand_over();  // with the lock, so that stop() returns after the last result was handed over
    lock.unlock();
    hand_over = nullptr;  // what a call or its result owns is freed without the lock, because closing may block too
    lock.lock();
  }
}

}  // namespace sws
