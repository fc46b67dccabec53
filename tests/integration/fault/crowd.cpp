#include "tests/integration/fault/crowd.hpp"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <netinet/in.h>
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

sockaddr_in address(const std::string& host, std::uint16_t port) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(port);
  if (inet_pton(AF_INET, host.c_str(), &result.sin_addr) != 1) throw std::runtime_error("no address: " + host);
  return result;
}

template <class Value>
void set_option(int fd, int level, int name, const Value& value) {
  checked(setsockopt(fd, level, name, &value, sizeof value), "setsockopt");
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

// Until `left` is none, with what `events` say; throws at the deadline. `now_and_then` is called ten times a
// second.
void run(
    const Events& events, const std::size_t& left, const char* what,
    const std::function<void(std::size_t)>& on_event, const std::function<void()>& now_and_then = [] {}) {
  constexpr std::chrono::milliseconds kNowAndThen{100};
  const auto deadline = Clock::now() + kDeadline;
  auto next = Clock::now();
  while (left > 0) {
    if (Clock::now() > deadline) throw std::runtime_error(std::to_string(left) + " clients wait for " + what);
    events.wait(kNowAndThen, on_event);
    if (Clock::now() < next) continue;
    now_and_then();
    next += kNowAndThen;
  }
}

}  // namespace

ClientSocket::ClientSocket(std::uint16_t port, const std::string& source, bool reads_little)
    : socket_(checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket")) {
  if (reads_little) set_option(number(), SOL_SOCKET, SO_RCVBUF, 1);  // the kernel makes it the least it can do with
  set_option(number(), SOL_SOCKET, SO_RCVTIMEO, timeval{kDeadline.count(), 0});
  set_option(number(), SOL_SOCKET, SO_SNDTIMEO, timeval{kDeadline.count(), 0});
  set_option(number(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
  const sockaddr_in from = address(source, 0), to = address("127.0.0.1", port);
  checked(bind(number(), reinterpret_cast<const sockaddr*>(&from), sizeof from), "bind");
  checked(connect(number(), reinterpret_cast<const sockaddr*>(&to), sizeof to), "connect");
}

void ClientSocket::send(std::string_view bytes) const {
  const int sent = checked(::send(number(), bytes.data(), bytes.size(), MSG_NOSIGNAL), "send");
  if (static_cast<std::size_t>(sent) != bytes.size()) throw std::runtime_error("sent in part only");
}

std::string ClientSocket::receive(std::size_t most) const {
  std::string bytes(most, '\0');
  const ssize_t size = recv(number(), bytes.data(), bytes.size(), 0);
  if (size < 0 && errno != ECONNRESET) checked(size, "recv");
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  return bytes;
}

void ClientSocket::receive_until(std::string_view text) const {
  for (std::string received; received.find(text) == std::string::npos;) {
    const std::string more = receive(4'096);
    if (more.empty()) throw std::runtime_error("the connection ended behind: " + received);
    received += more;
  }
}

void ClientSocket::receive_exactly(std::size_t size) const {
  while (size > 0) {
    const std::size_t more = receive(size).size();
    if (more == 0) throw std::runtime_error("the connection ended too soon");
    size -= more;
  }
}

void ClientSocket::drop_what_comes() const {
  sock_filter accept_nothing{BPF_RET | BPF_K, 0, 0, 0};
  set_option(number(), SOL_SOCKET, SO_ATTACH_FILTER, sock_fprog{1, &accept_nothing});
}

void ClientSocket::leave(Leave how) {
  if (how == Leave::rst) set_option(number(), SOL_SOCKET, SO_LINGER, linger{1, 0});
  socket_ = Descriptor();
}

Crowd::Crowd(std::uint16_t port, std::size_t size, const std::string& source, bool reads_little) {
  clients_.reserve(size);
  while (clients_.size() < size) clients_.emplace_back(port, source, reads_little);
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
