// What the page's logic asks of the browser around it: a socket and randomness. shell/ answers with the real one,
// the tests with a fake. Nothing here calls back before it returns.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sws {

class Browser {
 public:
  // Opens the stream's socket; an older one is closed first. False: the browser will not.
  virtual bool open_socket() = 0;
  virtual void send(std::string_view text) = 0;
  // Closes the socket with 1000; nothing more is heard of it, not even that it closed.
  virtual void close_socket() = 0;
  // Bytes that nobody can predict.
  virtual void fill_with_random(std::span<std::uint8_t> bytes) = 0;

 protected:
  ~Browser() = default;
};

}  // namespace sws
