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

constexpr std::size_t kMaxWaitingLines = 1'024;          // some seconds of a flood, a few hundred kB
constexpr std::chrono::milliseconds kEndTimeout{1'000};  // a stuck reader does not delay the end for longer

}  // namespace

LogWriter::LogWriter(int fd) : fd_(fd), end_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  sigset_t all, before;  // the main thread handles signals, so the new thread blocks them
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
  return lines_.size() < kMaxWaitingLines;
}

void LogWriter::wait_until_written(std::chrono::milliseconds most) {
  std::unique_lock lock(mutex_);
  written_.wait_for(lock, most, [this] { return lines_.empty() && !writing_; });
}

void LogWriter::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !lines_.empty(); });
    if (lines_.empty()) return;
    const std::string line = std::move(lines_.front());
    lines_.pop_front();
    writing_ = true;
    lock.unlock();
    if (!write(line)) return;
    lock.lock();
    writing_ = false;
    if (lines_.empty()) written_.notify_all();
  }
}

// False if the process ends and the reader does not take the line in time.
bool LogWriter::write(std::string_view line) {
  while (!line.empty()) {
    if (!wait_writable()) return false;
    // A writable pipe takes PIPE_BUF bytes without blocking; more bytes could wait for the reader (pipe(7)).
    const ssize_t written = ::write(fd_, line.data(), std::min<std::size_t>(line.size(), PIPE_BUF));
    if (written > 0) {
      line.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR && errno != EAGAIN) {
      return true;  // the disk is full or the reader has left: this line is lost, but a later one may succeed
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
    if (waiting[1].revents != 0) give_up_at_ = steady_clock::now() + kEndTimeout;
  }
}

}  // namespace sws
