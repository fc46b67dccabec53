#include "tests/bench/client/handshake_storm.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "tests/bench/client/clock.hpp"
#include "tests/bench/client/connect.hpp"
#include "tests/bench/client/frame_parser.hpp"

namespace sws::bench {
namespace {

constexpr int kWaitMs = 5;                   // how often the loop checks the clock when nothing arrives
constexpr unsigned kFirstIndex = 1'000'000;  // so that the source addresses differ from the viewers'
constexpr unsigned kIndices = 100'000;       // ten source addresses in turn

}  // namespace

HandshakeStorm::HandshakeStorm(const Settings& settings, const Phase& phase, ProcessResults& results)
    : settings_(settings),
      phase_(phase),
      results_(results),
      request_(upgrade_request(storm_target(settings))),
      awaits_hello_(begins_with_hello(storm_target(settings))),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      attempts_(settings.handshakes) {}

void HandshakeStorm::run() {
  constexpr int kEventsAtOnce = 256;
  std::array<epoll_event, kEventsAtOnce> events{};
  bool begun = false;
  for (std::int64_t now = monotonic_now(); now < phase_.until.load(); now = monotonic_now()) {
    if (!begun && now >= phase_.from.load()) {
      begun = true;
      for (Attempt& attempt : attempts_) open(attempt);
    }
    const int ready = ::epoll_wait(epoll_, events.data(), kEventsAtOnce, kWaitMs);
    for (int i = 0; i < ready; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      on_event(*static_cast<Attempt*>(event.data.ptr), event.events);
    }
  }
}

void HandshakeStorm::open(Attempt& attempt) {
  attempt.answer.clear();
  attempt.fd = begin_connect(settings_.port, kFirstIndex + opened_++ % kIndices);
  if (attempt.fd < 0) {
    ++results_.failed_handshakes;
    return;  // this attempt is not repeated, so that a broken server does not cause a busy loop
  }
  epoll_event event{};
  event.events = EPOLLOUT;
  event.data.ptr = &attempt;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, attempt.fd, &event);
}

void HandshakeStorm::again(Attempt& attempt, bool succeeded) {
  ++(succeeded ? results_.handshakes : results_.failed_handshakes);
  ::close(attempt.fd);
  open(attempt);
}

void HandshakeStorm::on_event(Attempt& attempt, std::uint32_t events) {
  if ((events & EPOLLERR) != 0) return again(attempt, false);
  if ((events & EPOLLOUT) != 0) {
    const ssize_t sent = ::send(attempt.fd, request_.data(), request_.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(request_.size())) return again(attempt, false);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &attempt;
    ::epoll_ctl(epoll_, EPOLL_CTL_MOD, attempt.fd, &event);
    return;
  }
  std::array<char, 2048> buffer;
  const ssize_t size = ::recv(attempt.fd, buffer.data(), buffer.size(), 0);
  if (size <= 0) return again(attempt, false);
  attempt.answer.append(buffer.data(), static_cast<std::size_t>(size));
  take_answer(attempt);
}

void HandshakeStorm::take_answer(Attempt& attempt) {
  const std::size_t end = attempt.answer.find("\r\n\r\n");
  if (end == std::string::npos) return;
  if (!attempt.answer.starts_with("HTTP/1.1 101")) return again(attempt, false);
  if (!awaits_hello_) return again(attempt, true);
  const Frame frame = parse_frame(std::string_view(attempt.answer).substr(end + 4));
  if (frame.status == FrameStatus::incomplete) return;
  again(attempt, frame.status == FrameStatus::whole && has_type(frame.payload, "hello"));
}

}  // namespace sws::bench
