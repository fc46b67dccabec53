// The data that the processes of a run share: when the measurement begins and ends, and the results of each
// process. It is in memory that is mapped before they fork. Counters that the coordinator watches during the run
// are atomic; it reads the others at the end.
#pragma once

#include <sys/mman.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>

#include "tests/bench/client/histogram.hpp"

namespace sws::bench {

struct Phase {
  std::atomic<std::int64_t> from{INT64_MAX};  // monotonic; INT64_MAX until it is known
  std::atomic<std::int64_t> until{INT64_MAX};
};

// A number that the producer gave the server, and what became of it. The number says which one it is: the first one
// is 0.5, and each is 1 above the one before.
struct Delivery {
  std::atomic<std::int64_t> written{0};  // when the producer began to write it, monotonic; 0: not yet
  std::atomic<std::int64_t> last{0};     // when the last viewer so far received it
  std::atomic<unsigned> receipts{0};     // the viewers that received it
};

struct ProcessResults {
  std::atomic<unsigned> settled{0};  // connections that stream or have failed
  unsigned failed = 0;               // connections that never streamed
  unsigned without_hello = 0;        // of these, the server did not answer with protocol 1
  unsigned closed = 0;               // ended before the measurement did
  std::uint64_t messages = 0;        // numbers that arrived while measuring
  std::uint64_t handshakes = 0;      // of the storm, completed while measuring
  std::uint64_t failed_handshakes = 0;
  std::uint64_t cut = 0;      // connections that the client reset, to open them again
  Histogram back;             // from a cut until the viewer streams again
  std::uint64_t refused = 0;  // numbers that the server did not take from the producer
  std::int64_t cpu_ns = 0;    // of this process, while measuring
  Histogram jitter, lateness;
  Histogram delivery;  // from the producer's write to each viewer's receipt
};

// `count` objects in memory that forked processes share. It is not unmapped, because the process ends with the run.
template <class T>
std::span<T> shared_array(std::size_t count) {
  void* const memory =
      ::mmap(nullptr, count * sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  T* const first = static_cast<T*>(memory);
  std::uninitialized_default_construct_n(first, count);
  return {first, count};
}

}  // namespace sws::bench
