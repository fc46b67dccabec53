#include "tests/bench/servers/floor_options.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace sws::bench {
namespace {

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::exit(1);
}

}  // namespace

FloorOptions parse_floor_options(int argc, char** argv) {
  FloorOptions options;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = i + 1 < argc ? argv[i] : "";
    if (name == "--port") {
      options.port = static_cast<std::uint16_t>(std::stoul(argv[i + 1]));
    } else if (name == "--interval-ms") {
      options.interval_ms = std::stoll(argv[i + 1]);
    } else if (name == "--source" && std::string_view(argv[i + 1]) == "post") {
      options.takes_posts = true;
    } else if (name == "--timers") {
      options.has_wheel = std::string_view(argv[i + 1]) == "wheel";
    } else {
      std::fprintf(stderr, "%s: only --port, --interval-ms, --source post and --timers are known\n", argv[i]);
      std::exit(2);
    }
  }
  return options;
}

void raise_open_files() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

int listen_and_announce(std::uint16_t port) {
  raise_open_files();
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) give_up("socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(fd, generic, size) != 0) give_up("bind");
  if (::listen(fd, SOMAXCONN) != 0) give_up("listen");
  if (::getsockname(fd, generic, &size) != 0) give_up("getsockname");
  std::printf("Serving http://127.0.0.1:%u/\n", static_cast<unsigned>(ntohs(address.sin_port)));
  std::fflush(stdout);
  return fd;
}

}  // namespace sws::bench
