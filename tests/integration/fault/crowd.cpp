#include "tests/integration/fault/crowd.hpp"

#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <system_error>

#include "tests/integration/deadline.hpp"

namespace sws {
namespace {

using Clock = std::chrono::steady_clock;

int checked(ssize_t result, const char* call) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), call);
  return static_cast<int>(result);
}

// Events of many sockets, each known by its index.
class Events {
 public:
  void add(int fd, std::uint32_t events, std::size_t index) const {
    epoll_event event{};
    event.events = events;
    event.data.u64 = index;
    checked(epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
  }
  void remove(int fd) const { checked(epoll_ctl(epoll_.number(), EPOLL_CTL_DEL, fd, nullptr), "epoll_ctl"); }

  // Calls `on_event` with the indices of those that have one, within `most`.
  void wait(std::chrono::milliseconds most, const std::function<void(std::size_t)>& on_event) const {
    std::array<epoll_event, 512> events{};
    const int size = static_cast<int>(events.size());
    const int ready =
        checked(epoll_wait(epoll_.number(), events.data(), size, static_cast<int>(most.count())), "wait");
    for (int i = 0; i < ready; ++i) on_event(events[static_cast<std::size_t>(i)].data.u64);
  }

 private:
  Descriptor epoll_{checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")};
};

// Handles `events` until `left` is 0. Throws if that many clients are left and nothing has happened for so long as
// the deadline: how long a whole crowd takes depends on the machine. `now_and_then` is called ten times a second.
void run(
    const Events& events, const std::size_t& left, const char* what,
    const std::function<void(std::size_t)>& on_event, const std::function<void()>& now_and_then = [] {}) {
  constexpr std::chrono::milliseconds kNowAndThen{100};
  auto deadline = Clock::now() + kDeadline;
  auto next = Clock::now();
  std::size_t before = left;
  while (left > 0) {
    if (left < before) deadline = Clock::now() + kDeadline;
    before = left;
    if (Clock::now() > deadline) throw std::runtime_error(std::to_string(left) + " clients wait for " + what);
    events.wait(kNowAndThen, on_event);
    if (Clock::now() < next) continue;
    now_and_then();
    next += kNowAndThen;
  }
}

}  // namespace

Crowd::Crowd(std::uint16_t port, std::size_t size, const std::string& source, bool reads_little) {
  clients_.reserve(size);
  // The kernel raises a receive buffer of one byte to the least that it can work with.
  const Endpoints endpoints{.source = source, .receive_buffer = reads_little ? 1 : 0};
  while (clients_.size() < size) clients_.emplace_back(port, endpoints);
}

void Crowd::send(std::string_view bytes) const {
  for (const ClientSocket& client : clients_) client.send(bytes);
}

void Crowd::await_answers() const {
  const Events events;
  for (std::size_t i = 0; i < clients_.size(); ++i) events.add(clients_[i].number(), EPOLLIN, i);
  std::size_t left = clients_.size();
  run(events, left, "an answer", [&](std::size_t index) {
    events.remove(clients_[index].number());
    --left;
  });
}

std::size_t Crowd::read_to_the_end(std::string_view answer, std::string_view drip) {
  const Events events;
  for (std::size_t i = 0; i < clients_.size(); ++i) events.add(clients_[i].number(), EPOLLIN, i);
  std::vector<std::string> received(clients_.size());
  std::size_t left = clients_.size(), answered = 0, dripped = 0;
  const auto on_event = [&](std::size_t index) {
    const std::string more = clients_[index].receive(4'096);
    received[index] += more;
    if (!more.empty()) return;
    if (answer.empty() ? received[index].empty() : received[index].starts_with(answer)) ++answered;
    clients_[index].leave(Leave::fin);  // and so leaves `events`
    --left;
  };
  const auto drip_on = [&] {
    if (dripped == drip.size()) return;
    for (const ClientSocket& client : clients_) {
      if (client.number() >= 0) ::send(client.number(), &drip[dripped], 1, MSG_NOSIGNAL);  // may have been ended
    }
    ++dripped;
  };
  run(events, left, "the end", on_event, drip_on);
  clients_.clear();
  return answered;
}

void Crowd::await_resets() const {
  const Events events;  // EPOLLERR and EPOLLHUP are always reported (epoll_ctl(2))
  for (std::size_t i = 0; i < clients_.size(); ++i) events.add(clients_[i].number(), 0, i);
  std::size_t left = clients_.size();
  run(events, left, "a reset", [&](std::size_t index) {
    events.remove(clients_[index].number());
    --left;
  });
}

void Crowd::leave(Leave how) {
  for (ClientSocket& client : clients_) client.leave(how);
  clients_.clear();
}

void raise_open_file_limit() {
  rlimit limit{};
  checked(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
  limit.rlim_cur = limit.rlim_max;
  checked(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
}

}  // namespace sws
