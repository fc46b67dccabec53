// The floor of received channels: a number that is POSTed to /channels/NAME goes to each viewer of /ws/NAME/ as one
// small frame, over bare epoll. `Sender` passes the frames to the kernel, as in floor_server.hpp; it may keep a
// frame until flush(), which is called after each number. One thread. A request must come whole, and frames that do
// not fit into a socket's buffer are dropped.
#pragma once

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tests/bench/servers/floor_options.hpp"
#include "tests/bench/servers/floor_socket.hpp"
#include "tests/bench/servers/handshake.hpp"

namespace sws::bench {

template <class Sender>
class FloorBroadcaster {
 public:
  FloorBroadcaster(const FloorOptions& options, Sender& sender)
      : sender_(sender), listener_(listen_and_announce(options.port)), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    watch(epoll_, listener_);
  }

  [[noreturn]] void run() {
    std::array<epoll_event, 256> events{};
    while (true) {
      const int ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
      for (std::size_t i = 0; i < static_cast<std::size_t>(std::max(ready, 0)); ++i) on_readable(events[i].data.fd);
    }
  }

 private:
  using Viewers = std::vector<int>;  // descriptors

  // The segment of the address behind /ws/ or /channels/.
  static std::string channel_of(std::string_view request) {
    const std::size_t begin = std::min(request.find('/', request.find('/') + 1), request.size() - 1) + 1;
    return std::string(request.substr(begin, request.find_first_of("/ ?", begin) - begin));
  }

  static std::string_view body_of(std::string_view request) {
    const std::size_t end = request.find("\r\n\r\n");
    return end == std::string_view::npos ? std::string_view() : request.substr(end + 4);
  }

  void on_readable(int fd) {
    if (fd == listener_) {
      for (int accepted; (accepted = accept_one(listener_)) >= 0;) watch(epoll_, accepted);
      return;
    }
    std::array<char, 4096> buffer;
    const ssize_t size = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (size <= 0) return leave(fd);
    const std::string_view request(buffer.data(), static_cast<std::size_t>(size));
    if (request.starts_with("POST ")) return on_post(fd, request);
    const std::string response = upgrade_response(request);
    if (response.empty()) return;  // messages of viewers are ignored
    ::send(fd, response.data(), response.size(), MSG_NOSIGNAL);
    join(fd, channels_[channel_of(request)]);
  }

  void on_post(int fd, std::string_view request) {
    constexpr std::string_view answer = "HTTP/1.1 204 No Content\r\n\r\n";
    const MessageFrame frame(body_of(request));
    for (const int viewer : channels_[channel_of(request)]) sender_.send(viewer, frame);
    sender_.flush();
    ::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
  }

  void join(int fd, Viewers& viewers) {
    const auto index = static_cast<std::size_t>(fd);
    if (watched_.size() <= index) watched_.resize(index + 1);
    watched_[index] = &viewers;
    viewers.push_back(fd);
  }

  void leave(int fd) {
    const auto index = static_cast<std::size_t>(fd);
    if (index < watched_.size() && watched_[index] != nullptr) {
      std::erase(*watched_[index], fd);
      watched_[index] = nullptr;
    }
    ::close(fd);
  }

  Sender& sender_;
  std::unordered_map<std::string, Viewers> channels_;
  std::vector<Viewers*> watched_;  // by descriptor; an unordered_map's values stay where they are
  int listener_;
  int epoll_;
};

}  // namespace sws::bench
