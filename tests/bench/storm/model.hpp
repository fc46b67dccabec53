// What a storm of returning viewers is made of, for the simulation of it (simulation.hpp): the time, and the
// servers that are still there.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "frontend/stream/moment.hpp"

namespace sws {

// The servers behind a load balancer that spreads new connections evenly, when one of them has died.
struct StormCluster {
  std::uint32_t nodes = 10;   // that are left
  std::uint32_t workers = 2;  // of each node
  double handshakes_per_second =
      9'500;                     // of each worker: accept, upgrade and resume (./build.sh bench measures it)
  std::uint32_t backlog = 4096;  // connections that wait for accept(), for each worker (listen(2))
  Moment round_trip{40'000};     // between a viewer and a node
  // For so long after the death the balancer still sends one of nodes + 1 connections to the dead node, whose
  // machine refuses them.
  Moment notice{0};
};

// One worker: a queue with a fixed time of service. A connection that finds the queue full is not answered, and the
// viewer's kernel repeats its SYN.
class WorkerQueue {
 public:
  // When the connection that arrives at `now` has been served; none if the queue is full.
  std::optional<Moment> arrive(Moment now, Moment service, std::uint32_t backlog) {
    free_at_ = std::max(free_at_, now);
    if (free_at_ - now > service * backlog) return std::nullopt;
    return free_at_ += service;
  }

 private:
  Moment free_at_{0};
};

// What is reported.
struct StormReport {
  static constexpr Moment kSlot{100'000};

  // For each slot of time since the death: connections that were tried, those that a worker served, and viewers who
  // have numbers again.
  std::vector<std::uint32_t> tried, served, back;
  std::uint64_t unanswered = 0;  // SYNs that found a full queue
  std::uint64_t in_vain = 0;     // connections that were served when the viewer had given them up
  std::vector<Moment> times;     // when each viewer was back, ascending; those who never were are left out
};

}  // namespace sws
