// A server that does the minimum for its viewers: bare epoll, one shared wheel of 10 ms slots, and one small frame
// for each viewer that is due. Its cost is the floor that other servers are compared with. `Sender` passes the
// frames to the kernel: send(fd, frame) may keep a frame until flush(), which is called at the end of a slot. One
// thread; frames that do not fit into a socket's buffer are dropped.
#pragma once

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "tests/bench/client/clock.hpp"
#include "tests/bench/servers/floor_options.hpp"
#include "tests/bench/servers/floor_socket.hpp"
#include "tests/bench/servers/handshake.hpp"

namespace sws::bench {

template <class Sender>
class FloorServer {
 public:
  FloorServer(const FloorOptions& options, Sender& sender)
      : sender_(sender),
        slots_(static_cast<std::size_t>(std::max<std::int64_t>(1, options.interval_ms * kMillisecond / kSlot))),
        listener_(listen_and_announce(options.port)),
        epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    watch(epoll_, listener_);
  }

  [[noreturn]] void run() {
    std::array<epoll_event, 256> events{};
    for (std::int64_t tick = monotonic_now() / kSlot;;) {
      const int ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), until_next_slot(tick));
      for (std::size_t i = 0; i < static_cast<std::size_t>(std::max(ready, 0)); ++i) on_readable(events[i].data.fd);
      for (const std::int64_t now = monotonic_now() / kSlot; tick < now;) run_slot(++tick);
    }
  }

 private:
  static constexpr std::int64_t kSlot = 10 * kMillisecond;

  std::vector<int>& slot(std::int64_t tick) { return slots_[static_cast<std::size_t>(tick) % slots_.size()]; }

  // In milliseconds, rounded up, or −1 if no viewer is waiting.
  int until_next_slot(std::int64_t tick) {
    for (std::size_t ahead = 1; ahead <= slots_.size(); ++ahead) {
      const std::int64_t next = tick + static_cast<std::int64_t>(ahead);
      if (slot(next).empty()) continue;
      const std::int64_t left = next * kSlot - monotonic_now();
      return left <= 0 ? 0 : static_cast<int>((left + kMillisecond - 1) / kMillisecond);
    }
    return -1;
  }

  void run_slot(std::int64_t tick) {
    for (const int fd : slot(tick)) sender_.send(fd, frame_of(next_number()));
    sender_.flush();
  }

  // xorshift, because the floor measures sending and not random numbers.
  unsigned next_number() {
    random_ ^= random_ << 13;
    random_ ^= random_ >> 17;
    random_ ^= random_ << 5;
    return random_ % 101;
  }

  void on_readable(int fd) {
    if (fd == listener_) return accept_all();
    std::array<char, 4096> buffer;
    const ssize_t size = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (size <= 0) return leave(fd);
    const std::string response = upgrade_response({buffer.data(), static_cast<std::size_t>(size)});
    if (response.empty()) return;  // messages of viewers are ignored
    ::send(fd, response.data(), response.size(), MSG_NOSIGNAL);
    sender_.send(fd, frame_of(next_number()));
    sender_.flush();
    join(fd);
  }

  void accept_all() {
    for (int fd; (fd = accept_one(listener_)) >= 0;) watch(epoll_, fd);
  }

  void join(int fd) {
    const auto index = static_cast<std::size_t>(fd);
    if (places_.size() <= index) places_.resize(index + 1);
    std::vector<int>& own = slot(monotonic_now() / kSlot);
    places_[index] = {&own, own.size()};
    own.push_back(fd);
  }

  void leave(int fd) {
    const auto index = static_cast<std::size_t>(fd);
    if (index < places_.size() && places_[index].slot != nullptr) {
      auto& [own, position] = places_[index];
      (*own)[position] = own->back();
      places_[static_cast<std::size_t>(own->back())].position = position;
      own->pop_back();
      own = nullptr;
    }
    ::close(fd);
  }

  struct Place {
    std::vector<int>* slot = nullptr;
    std::size_t position = 0;
  };

  Sender& sender_;
  std::vector<std::vector<int>> slots_;  // the descriptors that are due in each slot
  std::vector<Place> places_;            // by descriptor
  int listener_;
  int epoll_;
  unsigned random_ = std::random_device()();
};

}  // namespace sws::bench
