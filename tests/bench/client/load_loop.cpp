#include "tests/bench/client/load_loop.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "tests/bench/client/clock.hpp"
#include "tests/bench/client/connect.hpp"

namespace sws::bench {
namespace {

constexpr std::size_t kBufferSize = 64 * 1024;

// Handshakes that are open at the same time: well below the usual backlog (4096), so that no SYN is dropped and
// sent again a second later.
constexpr unsigned kMaxUnsettled = 512;

constexpr int kIdleMs = 5;     // how often the loop checks the clock when nothing arrives
constexpr int kOpeningMs = 1;  // the same while it opens connections
constexpr int kSpinMs = 0;     // never sleeps, so that no sender has to wake it

// So long after the measurement the numbers of a producer are still received, because those that were written at
// its end have not come yet.
constexpr std::int64_t kAfterwards = kSecond;

std::vector<std::string> requests(const Settings& settings) {
  std::vector<std::string> all;
  for (unsigned i = 0; i < settings.channels; ++i) all.push_back(upgrade_request(viewers_target(settings, i)));
  return all;
}

std::size_t numbers_while_measuring(const Settings& settings) {
  if (produces(settings)) return 0;
  const double due = settings.seconds * 1000 / static_cast<double>(settings.interval_ms);
  return settings.protocol == 0 ? static_cast<std::size_t>(due * 1.1) + 8 : 0;
}

// A stalled connection's event carries its descriptor, shifted past the lowest bit, which no pointer has set.
std::uint64_t tagged(int fd) {
  return static_cast<std::uint64_t>(fd) << 1 | 1;
}

}  // namespace

LoadLoop::LoadLoop(const Settings& settings, const Share& share, const Phase& phase, ProcessResults& results,
                   std::span<Delivery> deliveries)
    : context_{settings,
               phase,
               results,
               requests(settings),
               settings.interval_ms * kMillisecond,
               wall_now() - monotonic_now(),
               deliveries},
      share_(share),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      begun_(monotonic_now()),
      offsets_each_(numbers_while_measuring(settings)),
      buffer_(kBufferSize),
      cuts_(settings, phase, share.viewers) {
  offsets_.resize(offsets_each_ * share.viewers);
  viewers_.reserve(share.viewers);
}

void LoadLoop::run() {
  constexpr int kEventsAtOnce = 256;
  std::array<epoll_event, kEventsAtOnce> events{};
  const unsigned wanted = share_.viewers + share_.stalled;
  const std::int64_t afterwards = context_.deliveries.empty() ? 0 : kAfterwards;
  while (monotonic_now() - afterwards < context_.phase.until.load(std::memory_order_relaxed)) {
    if (opened_ < wanted) open_due(monotonic_now());
    cut_and_return(monotonic_now());
    const bool opens = opened_ < wanted || returning_ < context_.results.cut;
    const int wait_ms = context_.settings.spin ? kSpinMs : opens ? kOpeningMs : kIdleMs;
    const int ready = ::epoll_wait(epoll_, events.data(), kEventsAtOnce, wait_ms);
    for (int i = 0; i < ready; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      if ((event.data.u64 & 1) != 0) {
        on_stalled_writable(static_cast<int>(event.data.u64 >> 1));
      } else {
        on_event(*static_cast<Viewer*>(event.data.ptr), event.events);
      }
    }
  }
  for (Viewer& viewer : viewers_) viewer.record_lateness_of_plain();
}

void LoadLoop::open_due(std::int64_t now) {
  const double due = static_cast<double>(now - begun_) / kSecond * share_.rate;
  while (opened_ < share_.viewers + share_.stalled && opened_ <= due &&
         opened_ - context_.results.settled < kMaxUnsettled) {
    open_one();
  }
}

// Stalled viewers are opened first, so that their buffers are full when the measurement begins.
void LoadLoop::open_one() {
  const bool stalled = opened_ < share_.stalled;
  const unsigned index = share_.first_index + opened_++;
  const int fd =
      stalled ? begin_connect_stalled(context_.settings.port, index) : begin_connect(context_.settings.port, index);
  if (fd < 0) {
    if (context_.results.failed == 0) std::fprintf(stderr, "connecting failed: %s\n", std::strerror(errno));
    ++context_.results.failed;
    ++context_.results.settled;
    return;
  }
  epoll_event event{};
  if (stalled) {
    event.events = EPOLLOUT;
    event.data.u64 = tagged(fd);
  } else {
    const std::span<std::int64_t> all(offsets_);
    viewers_.emplace_back(context_, fd, all.subspan(viewers_.size() * offsets_each_, offsets_each_),
                          channel_of(context_.settings, index));
    return watch(viewers_.back());
  }
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
}

void LoadLoop::watch(Viewer& viewer) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLET;
  event.data.ptr = &viewer;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, viewer.fd(), &event);
}

// Viewers that return have as many handshakes open at the same time as those that come first. A viewer that is away
// when its turn comes is not cut.
void LoadLoop::cut_and_return(std::int64_t now) {
  while (const auto index = cuts_.next_to_cut(now)) {
    if (*index >= viewers_.size() || viewers_[*index].state() != Viewer::State::streaming) continue;
    viewers_[*index].cut(now);
    cuts_.cut(*index, now);
  }
  while (returning_ - context_.results.back.count() < kMaxUnsettled) {
    const auto index = cuts_.next_to_return(now);
    if (!index) return;
    ++returning_;
    const int fd = begin_connect(context_.settings.port, share_.first_index + share_.stalled + *index);
    if (fd < 0) {
      ++context_.results.closed;
      continue;
    }
    viewers_[*index].reconnect(fd);
    watch(viewers_[*index]);
  }
}

// Requests the stream and then never reads.
void LoadLoop::on_stalled_writable(int fd) {
  const std::string& request = context_.requests.front();
  const ssize_t sent = ::send(fd, request.data(), request.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(request.size())) ++context_.results.failed;
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
  ++context_.results.settled;
}

void LoadLoop::on_event(Viewer& viewer, std::uint32_t events) {
  if (viewer.state() == Viewer::State::ended) return;
  if ((events & EPOLLERR) != 0) return viewer.lost();
  if ((events & EPOLLOUT) != 0) viewer.writable();
  if ((events & (EPOLLIN | EPOLLHUP)) != 0) read(viewer);
}

// epoll is edge-triggered, so this reads until the socket is empty, that is, until a read does not fill the buffer.
void LoadLoop::read(Viewer& viewer) {
  while (viewer.state() != Viewer::State::ended) {
    const ssize_t size = ::recv(viewer.fd(), buffer_.data(), buffer_.size(), 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size <= 0) return viewer.lost();
    viewer.received({buffer_.data(), static_cast<std::size_t>(size)}, monotonic_now());
    if (static_cast<std::size_t>(size) < buffer_.size()) return;
  }
}

}  // namespace sws::bench
