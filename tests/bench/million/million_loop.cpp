#include "tests/bench/million/million_loop.hpp"

#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <thread>

#include "tests/bench/client/clock.hpp"
#include "tests/bench/client/connect.hpp"
#include "tests/bench/client/frame_parser.hpp"

namespace sws::bench {
namespace {

using State = ViewerTable::State;

constexpr std::size_t kBufferSize = 16 * 1024;
constexpr unsigned kMaxUnsettled = 64;  // handshakes that are open at the same time, of one process
constexpr auto kTurn = std::chrono::milliseconds(50);
constexpr auto kTurnWhileOpening = std::chrono::milliseconds(5);

std::size_t open_file_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

}  // namespace

MillionLoop::MillionLoop(const MillionShare& share, const Phase& phase, MillionResults& results)
    : share_(share),
      phase_(phase),
      results_(results),
      table_(open_file_limit(), share.interval_ms, share.tolerance_ms),
      request_(upgrade_request("/ws/some_url/")),
      buffer_(kBufferSize),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      begun_(monotonic_now()) {}

void MillionLoop::run() {
  while (monotonic_now() < phase_.until.load(std::memory_order_relaxed)) {
    if (opened_ < share_.viewers) open_due();
    handle_events();
    std::this_thread::sleep_for(opened_ < share_.viewers ? kTurnWhileOpening : kTurn);
  }
  handle_events();
  results_.verdict = table_.verdict(now_ms());
  results_.late = table_.late();
  results_.jitter.merge(table_.jitter());
}

void MillionLoop::open_due() {
  const double due = static_cast<double>(monotonic_now() - begun_) / kSecond * share_.rate;
  const auto settled = [this] { return results_.streaming + results_.failed + results_.closed; };
  while (opened_ < share_.viewers && opened_ <= due && opened_ - settled() < kMaxUnsettled) open_one();
}

void MillionLoop::open_one() {
  const int fd = begin_connect(share_.port, share_.first_index + opened_++);
  if (fd < 0) {
    if (results_.failed++ == 0) std::fprintf(stderr, "connecting failed: %s\n", std::strerror(errno));
    return;
  }
  table_.set_state(fd, State::connecting);
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLET;
  event.data.fd = fd;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
}

void MillionLoop::handle_events() {
  std::array<epoll_event, 512> events;
  for (int ready = static_cast<int>(events.size()); ready == static_cast<int>(events.size());) {
    ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 0);
    for (int i = 0; i < ready; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      on_event(event.data.fd, event.events);
    }
  }
}

void MillionLoop::on_event(int fd, std::uint32_t events) {
  if (table_.state(fd) == State::none) return;
  if ((events & EPOLLERR) != 0) return lost(fd);
  if (table_.state(fd) == State::connecting && (events & EPOLLOUT) != 0) request_stream(fd);
  if ((events & (EPOLLIN | EPOLLHUP)) != 0) read(fd);
}

void MillionLoop::request_stream(int fd) {
  table_.set_state(fd, State::upgrading);
  const ssize_t sent = ::send(fd, request_.data(), request_.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(request_.size())) lost(fd);
}

// epoll is edge-triggered, so this reads until the socket is empty, that is, until a read does not fill the buffer.
void MillionLoop::read(int fd) {
  while (table_.state(fd) != State::none) {
    const ssize_t size = ::recv(fd, buffer_.data(), buffer_.size(), 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size <= 0) return lost(fd);
    std::string_view bytes(buffer_.data(), static_cast<std::size_t>(size));
    std::string whole;
    if (const auto begun = carry_.find(fd); begun != carry_.end()) {
      whole = begun->second.append(bytes);
      carry_.erase(begun);
      bytes = whole;
    }
    bytes.remove_prefix(take(fd, bytes));
    if (!bytes.empty() && table_.state(fd) != State::none) carry_.emplace(fd, bytes);
    if (static_cast<std::size_t>(size) < buffer_.size()) return;
  }
}

// Returns how many of `bytes` it used.
std::size_t MillionLoop::take(int fd, std::string_view bytes) {
  std::size_t used = table_.state(fd) == State::upgrading ? take_response(fd, bytes) : 0;
  while (table_.state(fd) == State::streaming) {
    const Frame frame = parse_frame(bytes.substr(used));
    if (frame.status == FrameStatus::incomplete) break;
    used += frame.size;
    if (frame.status == FrameStatus::violation || frame.opcode != kText ||
        !integer_member(frame.payload, "\"message\"")) {
      lost(fd);
    } else {
      table_.served(fd, now_ms(), is_measured());
      ++results_.numbers;
    }
  }
  return used;
}

std::size_t MillionLoop::take_response(int fd, std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  if (!bytes.starts_with("HTTP/1.1 101")) {
    lost(fd);
    return 0;
  }
  table_.set_state(fd, State::streaming);
  ++results_.streaming;
  return end + 4;
}

void MillionLoop::lost(int fd) {
  const bool streamed = table_.state(fd) == State::streaming;
  if (streamed) --results_.streaming;
  ++(streamed ? results_.closed : results_.failed);
  table_.forget(fd);
  carry_.erase(fd);
  ::close(fd);
}

std::uint32_t MillionLoop::now_ms() const {
  return static_cast<std::uint32_t>((monotonic_now() - begun_) / kMillisecond);
}

bool MillionLoop::is_measured() const {
  return monotonic_now() >= phase_.from.load(std::memory_order_relaxed);
}

}  // namespace sws::bench
