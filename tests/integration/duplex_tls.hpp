// A client over TLS that need not read while it writes, so that a test can bring the server to a stand. Trusts any
// certificate.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

#include "tests/integration/deadline.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/tls_peer.hpp"

namespace sws {

class DuplexTls {
 public:
  explicit DuplexTls(std::uint16_t port) : port_(port), socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(port);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    constexpr int kReceiveBuffer = 4096;
    setsockopt(socket_.number(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
    if (::connect(socket_.number(), reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) {
      throw std::runtime_error("cannot connect");
    }
    run_until([this] { return tls_.is_connected(); });
  }

  void write(std::string_view plaintext) { tls_.write(plaintext); }

  void update_key() { tls_.update_key(); }

  // False once the server has stopped to read.
  bool write_without_reading(std::string_view plaintext) {
    tls_.write(plaintext);
    unsent_ += tls_.take();
    while (!unsent_.empty()) {
      if (!send_some() && has_stopped_reading(socket_.number(), port_)) return false;
    }
    return true;
  }

  template <class Condition>
  void run_until(Condition condition) {
    while (!condition()) {
      unsent_ += tls_.take();
      pollfd ready{socket_.number(), static_cast<short>(unsent_.empty() ? POLLIN : POLLIN | POLLOUT), 0};
      if (poll(&ready, 1, std::chrono::milliseconds(kDeadline).count()) != 1)
        throw std::runtime_error("nothing comes");
      if ((ready.revents & POLLOUT) != 0) send_some();
      if ((ready.revents & POLLIN) == 0) continue;
      char block[16'384];
      const ssize_t size = recv(socket_.number(), block, sizeof block, MSG_DONTWAIT);
      if (size <= 0) throw std::runtime_error("the connection ended");
      received_ += tls_.feed({block, static_cast<std::size_t>(size)});
    }
  }

  const std::string& received() const { return received_; }
  void drop_until(std::string_view mark) { received_.erase(0, received_.find(mark) + mark.size()); }

  // Of up to 65,535 bytes.
  Frame next_frame() {
    const auto byte = [this](std::size_t index) { return static_cast<std::uint8_t>(received_[index]); };
    run_until([this] { return received_.size() >= 4; });
    const bool is_long = byte(1) == 126;
    const std::size_t header = is_long ? 4 : 2;
    const std::size_t size = is_long ? std::size_t{byte(2)} * 256 + byte(3) : byte(1);
    run_until([&] { return received_.size() >= header + size; });
    const Frame frame{byte(0), received_.substr(header, size)};
    received_.erase(0, header + size);
    return frame;
  }

 private:
  bool send_some() {
    const ssize_t sent = ::send(socket_.number(), unsent_.data(), unsent_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) unsent_.erase(0, static_cast<std::size_t>(sent));
    return sent > 0;
  }

  std::uint16_t port_;
  Descriptor socket_;
  TlsPeer tls_;
  std::string unsent_;  // ciphertext
  std::string received_;
};

}  // namespace sws
