// Performs as many handshakes as the server can take: it connects, requests the stream, resets the connection as
// soon as the answer 101 and, in protocol 1, the whole `hello` have arrived, and begins again. It runs on one
// thread in its own process.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/client/results.hpp"
#include "tests/bench/client/settings.hpp"

namespace sws::bench {

class HandshakeStorm {
 public:
  HandshakeStorm(const Settings& settings, const Phase& phase, ProcessResults& results);

  // Runs as long as the measurement.
  void run();

 private:
  struct Attempt {
    int fd = -1;
    std::string answer;
  };

  void open(Attempt& attempt);
  void on_event(Attempt& attempt, std::uint32_t events);
  void take_answer(Attempt& attempt);
  void again(Attempt& attempt, bool succeeded);

  const Settings& settings_;
  const Phase& phase_;
  ProcessResults& results_;
  std::string request_;
  bool awaits_hello_;
  int epoll_;
  unsigned opened_ = 0;
  std::vector<Attempt> attempts_;
};

}  // namespace sws::bench
