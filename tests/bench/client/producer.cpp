#include "tests/bench/client/producer.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>

#include "tests/bench/client/clock.hpp"

namespace sws::bench {
namespace {

int connect_to(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
  ::close(fd);
  return -1;
}

void sleep_until(std::int64_t monotonic) {
  const timespec due{static_cast<time_t>(monotonic / kSecond), static_cast<long>(monotonic % kSecond)};
  while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, nullptr) == EINTR) {
  }
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

// Of a header without its empty line; 0 without the field.
std::size_t content_length(std::string_view header) {
  constexpr std::string_view name = "\r\nContent-Length:";
  for (std::size_t at = header.find("\r\n"); at != std::string_view::npos; at = header.find("\r\n", at + 2)) {
    if (!equals_ignoring_case(header.substr(at, name.size()), name)) continue;
    const std::size_t digits = header.find_first_not_of(' ', at + name.size());
    std::size_t length = 0;
    if (digits != std::string_view::npos)
      std::from_chars(header.data() + digits, header.data() + header.size(), length);
    return length;
  }
  return 0;
}

}  // namespace

std::int64_t producer_step(const Settings& settings) {
  return std::max<std::int64_t>(1, settings.interval_ms * kMillisecond / settings.channels);
}

// Two steps more, because the measurement begins in the middle of a step.
std::size_t producer_numbers(const Settings& settings) {
  const double ns = (settings.warmup_seconds + settings.seconds + 10) * kSecond;
  return static_cast<std::size_t>(ns / static_cast<double>(producer_step(settings))) + 2;
}

std::string producer_text(std::size_t n) {
  return std::to_string(n) + ".5";
}

std::string post_request(const Settings& settings, std::size_t n) {
  const std::string number = producer_text(n);
  const std::string body = settings.push_message ? "{\"message\": " + number + "}" : number;
  return "POST /channels/" + channel_name(static_cast<unsigned>(n % settings.channels)) +
         " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::optional<Answer> whole_answer(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  const std::size_t space = bytes.find(' ');
  if (end == std::string_view::npos || space > end) return {};
  Answer answer{.size = end + 4 + content_length(bytes.substr(0, end))};
  std::from_chars(bytes.data() + space + 1, bytes.data() + end, answer.status);
  if (bytes.size() < answer.size) return {};
  return answer;
}

Producer::Producer(const Settings& settings, const Phase& phase, std::int64_t begin, std::span<Delivery> deliveries,
                   ProcessResults& results)
    : settings_(settings),
      phase_(phase),
      begin_(begin),
      deliveries_(deliveries),
      results_(results),
      fd_(settings.push_pipe.empty() ? connect_to(settings.push_port)
                                     : ::open(settings.push_pipe.c_str(), O_WRONLY | O_CLOEXEC)) {
  std::signal(SIGPIPE, SIG_IGN);
  if (fd_ < 0) std::perror("the producer cannot reach the server");
}

void Producer::run() {
  for (std::size_t n = 0; fd_ >= 0 && n < deliveries_.size(); ++n) {
    sleep_until(begin_ + static_cast<std::int64_t>(n) * producer_step(settings_));
    const std::int64_t now = monotonic_now();
    if (now >= phase_.until.load()) return;
    deliveries_[n].written = now;
    if (!give(n)) {
      std::fprintf(stderr, "the producer lost the server at number %zu\n", n);
      ++results_.refused;
      return;
    }
  }
}

bool Producer::give(std::size_t n) {
  if (!settings_.push_pipe.empty()) return write_all(producer_text(n) + "\n");
  if (!write_all(post_request(settings_, n))) return false;
  const int status = next_status();
  if (status / 100 != 2) ++results_.refused;
  return status != 0;
}

bool Producer::write_all(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t size = ::write(fd_, text.data(), text.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

// Of the next answer; 0 if the server has closed the connection.
int Producer::next_status() {
  std::array<char, 4096> buffer;
  while (true) {
    if (const auto answer = whole_answer(received_)) {
      received_.erase(0, answer->size);
      return answer->status;
    }
    const ssize_t size = ::recv(fd_, buffer.data(), buffer.size(), 0);
    if (size <= 0) return 0;
    received_.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

}  // namespace sws::bench
