// One TCP connection to the server, as bare as the kernel gives it. Every call blocks, at most up to the deadline
// of these tests; then it throws. Used on one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "tests/integration/descriptor.hpp"

namespace sws {

// The server has ended the connection where a test expected it to say more.
struct ConnectionEnded : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// It has done so by force (RST).
struct ConnectionReset : ConnectionEnded {
  using ConnectionEnded::ConnectionEnded;
};

struct Endpoints {
  std::string server = "127.0.0.1";
  std::string source = {};  // the address that the server sees; empty: the kernel chooses
  int receive_buffer = 0;   // bytes that the kernel keeps for a test that does not read; 0: the kernel chooses
};

// How a client leaves: with FIN, or with RST, as one whose machine forgets the connection.
enum class Leave { fin, rst };

class ClientSocket {
 public:
  explicit ClientSocket(std::uint16_t port, const Endpoints& endpoints = {});

  void send(std::string_view bytes) const;

  // Waits for bytes and returns how many have come; 0: the server has ended the connection. Throws ConnectionReset.
  std::size_t read_some(std::span<char> into) const;

  std::string receive(std::size_t most) const;      // the same as a string; empty after a reset, too
  void receive_until(std::string_view text) const;  // until this text has come
  void receive_exactly(std::size_t size) const;     // leaves the rest in the kernel

  void set_no_delay() const;     // each write leaves at once
  void set_cork(bool on) const;  // what is written waits until the cork is off, and leaves together
  void drop_what_comes() const;  // from now on the kernel ignores what the server sends

  void leave(Leave how);

  int number() const { return socket_.number(); }

 private:
  Descriptor socket_;
};

}  // namespace sws
