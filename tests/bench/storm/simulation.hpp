// Plays what happens when a node dies whose viewers all come back to the other nodes: each viewer is the page's own
// session, and time is simulated. The same seed gives the same storm. One thread; a million viewers take 1 GB.
#pragma once

#include <cstdint>
#include <deque>
#include <queue>
#include <random>
#include <span>
#include <vector>

#include "frontend/stream/backoff.hpp"
#include "frontend/stream/random_source.hpp"
#include "frontend/stream/socket_port.hpp"
#include "tests/bench/storm/model.hpp"
#include "tests/bench/storm/storm_viewer.hpp"

namespace sws {

struct StormSettings {
  StormCluster cluster;
  std::uint32_t viewers = 1'000'000;
  Backoff::Waits waits;
  Moment spread{0};             // all viewers notice the death within this time, each at a random moment
  Moment horizon{300'000'000};  // the simulation ends then at the latest
  std::uint64_t seed = 1;
};

class StormSimulation {
 public:
  explicit StormSimulation(const StormSettings& settings);
  StormReport run();

 private:
  enum class Kind : std::uint8_t { lost, tick, syn, served, refused, answered };
  struct Event {
    Moment at;
    std::uint32_t viewer, attempt;
    Kind kind;
    std::uint8_t repeat = 0;  // of a SYN
    bool operator>(const Event& other) const { return at > other.at; }
  };

  // The viewer's network. Each connection and question has a number, so that what comes late is not taken for an
  // answer to the next one.
  struct Port final : SocketPort {
    bool open(const StreamRequest&) override { return begin(false); }
    void ask(const StreamRequest&) override { begin(true); }
    void send(std::string_view) override {}
    void begin_close() override {}
    void close() override { ++attempt; }
    bool begin(bool as_question);

    StormSimulation* simulation = nullptr;
    std::uint32_t viewer = 0, attempt = 0;
    bool is_question = false;
  };
  struct Random final : RandomSource {
    explicit Random(std::uint64_t seed) : engine(seed) {}
    void fill(std::span<std::uint8_t> bytes) override {
      for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(engine());
    }
    std::mt19937_64 engine;
  };
  struct Member {
    Member(StormSimulation& simulation, std::uint32_t index, const Backoff& backoff);
    Port port;
    StormViewer session;
    Moment planned = Moment::max();  // the earliest tick that is in the queue
  };

  void take(const Event& event);
  void arrive(const Event& event);
  void plan_tick(std::uint32_t viewer);
  Moment random_time(Moment below);
  std::uint32_t random_below(std::uint32_t bound);
  void count(std::vector<std::uint32_t>& series, Moment at);

  const StormSettings settings_;
  const Moment service_;
  Random random_;
  Moment now_{0};
  std::deque<Member> members_;
  std::vector<WorkerQueue> workers_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  StormReport report_;
};

}  // namespace sws
