#include "backend/channel/line_source.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <span>
#include <system_error>

#include "backend/process/log.hpp"
#include "shared/limits.hpp"

namespace sws {
namespace {

constexpr std::size_t kReadBytes = 65'536;

}  // namespace

LineSource::LineSource(int file, LogFeed& feed, const Clock& clock)
    : file_(file), feed_(feed), clock_(clock), stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (stop_.get() < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

void LineSource::start() {
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "stdin");
    run();
  });
}

void LineSource::ask_to_stop() {
  ::eventfd_write(stop_.get(), 1);
}

void LineSource::stop() {
  ask_to_stop();
  if (thread_.joinable()) thread_.join();
}

void LineSource::run() {
  std::array<char, kReadBytes> bytes;
  while (wait_for_bytes()) {
    const ssize_t size = ::read(file_, bytes.data(), bytes.size());
    if (size < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (size < 0) return on_end(std::string("standard input cannot be read: ") + std::strerror(errno));
    if (size == 0) return on_end("standard input has ended");
    lines_.feed({bytes.data(), static_cast<std::size_t>(size)}, now_ms());
    pass_on();
  }
}

void LineSource::on_end(const std::string& reason) {
  lines_.finish(now_ms());
  pass_on();
  feed_.end();
  log(LogLevel::info, "source_ended",
      {{"channel", feed_.name()}, {"numbers", static_cast<std::int64_t>(feed_.received())}, {"reason", reason}});
}

// False: the source is to stop.
bool LineSource::wait_for_bytes() {
  std::array<pollfd, 2> waits = {{{file_, POLLIN, 0}, {stop_.get(), POLLIN, 0}}};
  while (::poll(waits.data(), waits.size(), -1) < 0 && errno == EINTR) {
  }
  return (waits[1].revents & POLLIN) == 0;
}

bool LineSource::wait_for_stop(std::chrono::milliseconds time) {
  pollfd wait{stop_.get(), POLLIN, 0};
  return ::poll(&wait, 1, static_cast<int>(time.count())) == 1;
}

// In batches that are one message each, so that a viewer can have each of them before it leaves the window.
void LineSource::pass_on() {
  std::span<const Sample> left = samples_;
  while (!left.empty()) {
    const auto batch = left.first(std::min<std::size_t>(left.size(), kMaxNumbersPerFrame));
    while (!feed_.append({batch.begin(), batch.end()}, nullptr)) {
      if (feed_.has_ended() || wait_for_stop(LogFeed::kRetryAfter)) return samples_.clear();
    }
    left = left.subspan(batch.size());
  }
  samples_.clear();
}

void LineSource::on_bad_line(std::uint64_t line, const std::string& explanation) {
  feed_.count_bad_line();
  log(LogLevel::warn, "bad_line",
      {{"channel", feed_.name()}, {"line", static_cast<std::int64_t>(line)}, {"reason", explanation}});
}

std::int64_t LineSource::now_ms() const {
  return std::chrono::floor<std::chrono::milliseconds>(clock_.wall().time_since_epoch()).count();
}

}  // namespace sws
