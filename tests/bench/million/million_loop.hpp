// The viewers of one process of `bench_million`, all of one server. A viewer costs a socket and 12 bytes. The loop
// sleeps between its turns instead of in epoll, so that no sender has to wake it, and reads what has come
// meanwhile.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tests/bench/client/results.hpp"
#include "tests/bench/million/viewer_table.hpp"

namespace sws::bench {

struct MillionShare {
  std::uint16_t port = 0;    // of the server
  unsigned first_index = 0;  // of its first connection in the run
  unsigned viewers = 0;
  double rate = 0;  // connections a second
  std::uint32_t interval_ms = 0;
  std::uint32_t tolerance_ms = 0;
};

// Of one process, in memory that the processes share. The coordinator reads the atomics at any time, the rest at
// the end.
struct MillionResults {
  std::atomic<unsigned> streaming{0};
  std::atomic<unsigned> failed{0};  // connections that never streamed
  std::atomic<unsigned> closed{0};  // ended before the measurement did
  std::atomic<std::uint64_t> numbers{0};
  std::uint64_t late = 0;
  ViewerTable::Verdict verdict;
  Histogram jitter;
};

class MillionLoop {
 public:
  MillionLoop(const MillionShare& share, const Phase& phase, MillionResults& results);

  // Opens the viewers and serves them until the measurement ends.
  void run();

 private:
  void open_due();
  void open_one();
  void handle_events();
  void on_event(int fd, std::uint32_t events);
  void request_stream(int fd);
  void read(int fd);
  std::size_t take(int fd, std::string_view bytes);
  std::size_t take_response(int fd, std::string_view bytes);
  void lost(int fd);
  std::uint32_t now_ms() const;
  bool is_measured() const;

  MillionShare share_;
  const Phase& phase_;
  MillionResults& results_;
  ViewerTable table_;
  std::string request_;
  std::unordered_map<int, std::string> carry_;  // the beginnings of incomplete frames, which are rare
  std::vector<char> buffer_;
  int epoll_;
  std::int64_t begun_;
  unsigned opened_ = 0;
};

}  // namespace sws::bench
