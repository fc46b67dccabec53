// Clients by the thousand, as bare as they come: each is a TCP socket on which a test sends bytes, reads them or
// does not, and which it ends politely or by force. Every call blocks, at most up to the deadline; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/integration/client_socket.hpp"

namespace sws {

class Crowd {
 public:
  Crowd(std::uint16_t port, std::size_t size, const std::string& source = "127.0.0.1", bool reads_little = false);

  void send(std::string_view bytes) const;  // from each

  // Waits until each has something to read, and leaves it there.
  void await_answers() const;

  // Reads until the server has ended each connection. With `drip`, whose bytes are sent one by one meanwhile, all
  // the time. Returns how many were told something that begins with `answer`, or nothing if that is empty.
  std::size_t read_to_the_end(std::string_view answer, std::string_view drip = "");

  // Waits, without reading, until the server has forgotten each connection (RST).
  void await_resets() const;

  void leave(Leave how);

 private:
  std::vector<ClientSocket> clients_;
};

// Lets this process open as many files as it may: a crowd needs one a client.
void raise_open_file_limit();

}  // namespace sws
