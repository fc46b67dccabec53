// Runs the viewers of one process: it opens them at a steady rate and passes them the bytes that arrive, until the
// measurement is over. It uses one thread and allocates nothing for a message.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/bench/client/cuts.hpp"
#include "tests/bench/client/viewer.hpp"

namespace sws::bench {

// A process's share of a run.
struct Share {
  unsigned first_index = 0;  // the index of its first connection in the run
  unsigned viewers = 0;
  unsigned stalled = 0;
  double rate = 0;  // connections per second
};

class LoadLoop {
 public:
  // `deliveries` are the producer's numbers; without a producer there are none.
  LoadLoop(const Settings& settings, const Share& share, const Phase& phase, ProcessResults& results,
           std::span<Delivery> deliveries);

  void run();

 private:
  void open_due(std::int64_t now);
  void open_one();
  void watch(Viewer& viewer);
  void cut_and_return(std::int64_t now);
  void on_event(Viewer& viewer, std::uint32_t events);
  void on_stalled_writable(int fd);
  void read(Viewer& viewer);

  ViewerContext context_;
  Share share_;
  int epoll_;
  std::int64_t begun_;
  unsigned opened_ = 0;
  std::vector<std::int64_t> offsets_;  // the offsets of all viewers, side by side
  std::size_t offsets_each_;
  std::vector<Viewer> viewers_;  // never reallocated: epoll holds pointers into it
  std::vector<char> buffer_;
  Cuts cuts_;
  unsigned returning_ = 0;  // viewers that were cut and have come back so far, as far as connecting
};

}  // namespace sws::bench
