#include "backend/net/listening_sockets.hpp"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <cstring>
#include <map>
#include <utility>

namespace sws {
namespace {

using boost::asio::ip::tcp;

constexpr int kBacklog = 4096;    // for thousands who reconnect at once; the kernel cuts it to net.core.somaxconn
constexpr int kPortAttempts = 8;  // to find a port that is free on every address

// Unsent bytes that the kernel keeps for one peer: three frames of 512 numbers. Without this limit it would keep
// 4 MB for each peer that does not read, and back-pressure would set in only after half an hour at the shortest
// interval.
constexpr int kMaxUnsent = 16'384;

void set_stream_options(int fd) {  // accepted sockets inherit them
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kMaxUnsent, sizeof kMaxUnsent);
}

bool share_port(int fd) {
  const int on = 1;
  return setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0;
}

// With SO_REUSEPORT we could join another server's port without noticing, so the first socket of an address starts
// to listen without it: of several servers that try, the kernel lets one listen (a socket that is only bound would
// not keep the others away). From then on that socket shares its port with those of our other workers.
enum class Role { first, further };

// Returns a socket that listens, or an empty one with errno set.
FileDescriptor listen_on(const tcp::endpoint& endpoint, Role role) {
  const int family = endpoint.protocol().family();
  FileDescriptor socket(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int on = 1;
  if (socket.get() < 0) return socket;
  setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  set_stream_options(socket.get());
  if (role == Role::further && !share_port(socket.get())) return FileDescriptor();
  if (family == AF_INET6) setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (bind(socket.get(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0 ||
      listen(socket.get(), kBacklog) != 0) {
    const int error = errno;
    socket = FileDescriptor();
    errno = error;
    return socket;
  }
  if (role == Role::first) share_port(socket.get());
  return socket;
}

tcp::endpoint bound_to(int fd) {
  tcp::endpoint endpoint;
  auto size = static_cast<socklen_t>(endpoint.capacity());
  if (getsockname(fd, endpoint.data(), &size) == 0) endpoint.resize(size);
  return endpoint;
}

struct Failure {
  int error;
  std::string message;
};

Failure failure(const boost::asio::ip::address& address, std::uint16_t port) {
  const int error = errno;
  std::string message =
      "cannot listen on " + address.to_string() + " port " + std::to_string(port) + ": " + std::strerror(error);
  if (error == EADDRINUSE)
    message += "; stop the program that uses it, or choose another port (0 picks a free one)";
  if (error == EMFILE) message += "; raise the open-file limit (ulimit -n, LimitNOFILE=), or use fewer --threads";
  if (error == EACCES) message += "; ports below 1024 need a privilege: choose another one";
  return {error, message};
}

boost::system::result<ListeningSockets, Failure> try_open(const std::vector<boost::asio::ip::address>& addresses,
                                                          std::uint16_t port, unsigned workers,
                                                          bool optional_ipv6) {
  ListeningSockets opened;
  opened.by_worker.resize(workers);
  opened.address = addresses.front();
  opened.port = port;
  bool any = false;
  for (const auto& address : addresses) {
    FileDescriptor first = listen_on({address, opened.port}, Role::first);
    if (first.get() < 0) {
      const bool absent = errno == EADDRNOTAVAIL || errno == EAFNOSUPPORT;
      if (absent && optional_ipv6 && address.is_v6() && any) continue;
      return failure(address, opened.port);
    }
    opened.port = bound_to(first.get()).port();
    opened.by_worker.front().push_back(std::move(first));
    for (std::size_t worker = 1; worker < workers; ++worker) {
      FileDescriptor socket = listen_on({address, opened.port}, Role::further);
      if (socket.get() < 0) return failure(address, opened.port);
      opened.by_worker[worker].push_back(std::move(socket));
    }
    any = true;
  }
  return opened;
}

}  // namespace

boost::system::result<ListeningSockets, std::string> open_listening_sockets(
    const std::vector<boost::asio::ip::address>& addresses, std::uint16_t port, unsigned workers,
    bool optional_ipv6) {
  for (int attempt = 1;; ++attempt) {
    auto opened = try_open(addresses, port, workers, optional_ipv6);
    if (opened) return std::move(*opened);
    const bool try_another_port = port == 0 && opened.error().error == EADDRINUSE && attempt < kPortAttempts;
    if (!try_another_port) return opened.error().message;
  }
}

// Every socket goes to at least one worker, because a connection to a socket that nobody accepts from would wait
// for ever. Every worker gets a socket of each address, so that all workers have the same load.
boost::system::result<ListeningSockets, std::string> share_listening_sockets(std::vector<FileDescriptor> sockets,
                                                                             unsigned workers) {
  std::map<tcp::endpoint, std::vector<int>> by_address;
  for (const FileDescriptor& socket : sockets) {
    set_stream_options(socket.get());
    by_address[bound_to(socket.get())].push_back(socket.get());
  }
  const tcp::endpoint first = bound_to(sockets.front().get());
  ListeningSockets shared{first.address(), first.port(), {}};
  shared.by_worker.resize(workers);
  for (const auto& [address, equals] : by_address) {
    for (std::size_t i = 0; i < std::max<std::size_t>(equals.size(), workers); ++i) {
      FileDescriptor copy(fcntl(equals[i % equals.size()], F_DUPFD_CLOEXEC, 0));
      if (copy.get() < 0) return std::string("a passed socket cannot be shared: ") + std::strerror(errno);
      shared.by_worker[i % workers].push_back(std::move(copy));
    }
  }
  return shared;
}

}  // namespace sws
