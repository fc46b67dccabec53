#include "backend/process/log_writer.hpp"

#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace sws {
namespace {

constexpr std::size_t kMostWaiting = 1'024;            // lines: seconds of a flood, a few hundred kB
constexpr std::chrono::milliseconds kPatience{1'000};  // for a reader, once the process ends

}  // namespace

LogWriter::LogWriter(int fd) : fd_(fd), end_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  sigset_t all, before;  // signals are for the main thread
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "log");
    run();
  });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

LogWriter::~LogWriter() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  eventfd_write(end_.get(), 1);
  thread_.join();
}

void LogWriter::add(std::string line) {
  {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
  }
  changed_.notify_one();
}

bool LogWriter::has_room() const {
  const std::lock_guard lock(mutex_);
  return lines_.size() < kMostWaiting;
}

void LogWriter::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !lines_.empty(); });
    if (lines_.empty()) return;
    const std::string line = std::move(lines_.front());
    lines_.pop_front();
    lock.unlock();
    if (!write(line)) return;
    lock.lock();
  }
}

// False: no more can be written before the process ends.
bool LogWriter::write(std::string_view line) {
  while (!line.empty()) {
    if (!wait_writable()) return false;
    // A pipe that is writable takes so much at once; more could wait for its reader (pipe(7)).
    const ssize_t written = ::write(fd_, line.data(), std::min<std::size_t>(line.size(), PIPE_BUF));
    if (written > 0) {
      line.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR && errno != EAGAIN) {
      return true;  // a full disk, a reader that left: this line is lost, the next one may not be
    }
  }
  return true;
}

bool LogWriter::wait_writable() {
  using std::chrono::ceil, std::chrono::milliseconds, std::chrono::steady_clock;
  for (;;) {
    const bool ends = give_up_at_ != steady_clock::time_point::max();
    const auto left = ends ? ceil<milliseconds>(give_up_at_ - steady_clock::now()).count() : -1;
    if (ends && left <= 0) return false;
    pollfd waiting[] = {{fd_, POLLOUT, 0}, {end_.get(), POLLIN, 0}};
    poll(waiting, ends ? 1 : 2, static_cast<int>(left));
    if (waiting[0].revents != 0) return true;
    if (waiting[1].revents != 0) give_up_at_ = steady_clock::now() + kPatience;
  }
}

}  // namespace sws
