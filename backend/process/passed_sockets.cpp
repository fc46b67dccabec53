#include "backend/process/passed_sockets.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "backend/process/environment.hpp"

namespace sws {
namespace {

constexpr int kFirst = 3;            // SD_LISTEN_FDS_START
constexpr int kMostSockets = 1'024;  // far more sockets than a machine has addresses
constexpr std::string_view kAdminName = "admin";

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ':') {
      parts.emplace_back();
    } else {
      parts.back().push_back(c);
    }
  }
  return parts;
}

int socket_option(int fd, int option) {
  int value = -1;
  socklen_t size = sizeof value;
  return getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

bool is_listening_tcp_socket(int fd) {
  const int family = socket_option(fd, SO_DOMAIN);
  return (family == AF_INET || family == AF_INET6) && socket_option(fd, SO_TYPE) == SOCK_STREAM &&
         socket_option(fd, SO_ACCEPTCONN) == 1;
}

}  // namespace

boost::system::result<PassedSockets, std::string> take_passed_sockets(std::span<const std::string> environment) {
  PassedSockets passed;
  const auto count_text = variable(environment, "LISTEN_FDS");
  const auto pid = variable(environment, "LISTEN_PID");
  if (!count_text || !pid || number_in<int>(*pid) != getpid())
    return passed;  // meant for another process, or unset
  const auto count = number_in<int>(*count_text);
  if (!count || *count < 1 || *count > kMostSockets) {
    return "LISTEN_FDS is '" + *count_text + "': a number of sockets from 1 to " + std::to_string(kMostSockets) +
           " is expected";
  }
  const auto names_text = variable(environment, "LISTEN_FDNAMES");
  const std::vector<std::string> names =
      names_text ? split(*names_text) : std::vector<std::string>(static_cast<std::size_t>(*count));
  if (names.size() != static_cast<std::size_t>(*count)) {
    return "LISTEN_FDNAMES is '" + *names_text + "': " + *count_text +
           " names are expected, because LISTEN_FDS is " + *count_text;
  }
  for (int i = 0; i < *count; ++i) {
    const int fd = kFirst + i;
    const std::string& name = names[static_cast<std::size_t>(i)];
    if (!is_listening_tcp_socket(fd)) {
      return "the service manager passes a socket '" + name + "' (descriptor " + std::to_string(fd) +
             ") that does not listen for TCP connections: ListenStream= with an IP address or a port, and "
             "Accept=no, are expected";
    }
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    (name == kAdminName ? passed.admin : passed.streams).emplace_back(fd);
  }
  return passed;
}

}  // namespace sws
