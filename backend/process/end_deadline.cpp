#include "backend/process/end_deadline.hpp"

#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "backend/process/log.hpp"

namespace sws {
namespace {

using std::chrono::seconds, std::chrono::steady_clock;

constexpr seconds kLogTime{1};  // a reader who is there takes the last lines within milliseconds

// A thread that is stuck may hold a lock that the log needs. Then the kernel ends the process so much later.
constexpr seconds kKernelMargin{2};

// SIGALRM ends the process, however this one was started (alarm(2)).
void end_by_kernel(seconds after) {
  signal(SIGALRM, SIG_DFL);
  sigset_t alarm_signal;
  sigemptyset(&alarm_signal);
  sigaddset(&alarm_signal, SIGALRM);
  pthread_sigmask(SIG_UNBLOCK, &alarm_signal, nullptr);
  alarm(static_cast<unsigned>((after + kKernelMargin).count()));
}

}  // namespace

EndDeadline::~EndDeadline() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_one();
  thread_.join();
  alarm(0);
}

void EndDeadline::wait_for(std::string_view what) {
  const std::lock_guard lock(mutex_);
  awaited_.emplace_back(what);
}

void EndDeadline::has_ended(std::string_view what) {
  const std::lock_guard lock(mutex_);
  std::erase(awaited_, what);
}

void EndDeadline::begin(seconds after) {
  const auto end_at = steady_clock::now() + after;
  {
    const std::lock_guard lock(mutex_);
    if (end_at >= end_at_) return;
    end_at_ = end_at;
  }
  end_by_kernel(after);
  changed_.notify_one();
  if (thread_.joinable()) return;
  sigset_t all, before;  // the main thread handles signals, so the new thread blocks them
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  try {
    thread_ = std::thread([this] {
      pthread_setname_np(pthread_self(), "deadline");
      run();
    });
  } catch (const std::system_error&) {
    log(LogLevel::warn, "end_deadline", {{"reason", "there can be no more threads, so only the kernel keeps it"}});
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void EndDeadline::run() {
  std::unique_lock lock(mutex_);
  while (!over_ && steady_clock::now() < end_at_) changed_.wait_until(lock, end_at_);
  if (over_) return;
  log(LogLevel::error, "end_overdue", {{"stuck", awaited()}, {"exit_status", kExitStatus}});
  flush_log(kLogTime);
  // As _exit(2), which a sanitizer would use to complain of the threads that still run.
  syscall(SYS_exit_group, kExitStatus);
}

std::string EndDeadline::awaited() const {
  std::string names;
  for (const std::string& what : awaited_) names += (names.empty() ? "" : ", ") + what;
  return names;
}

}  // namespace sws
