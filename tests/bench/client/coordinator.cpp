#include "tests/bench/client/coordinator.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

#include "tests/bench/client/clock.hpp"
#include "tests/bench/client/connect.hpp"
#include "tests/bench/client/handshake_storm.hpp"
#include "tests/bench/client/load_loop.hpp"
#include "tests/bench/client/process_probe.hpp"
#include "tests/bench/client/producer.hpp"
#include "tests/bench/client/report.hpp"

namespace sws::bench {
namespace {

constexpr std::int64_t kSettleDeadline = 120 * kSecond;  // 18,000 at 500 a second take 36 s
constexpr auto kPollInterval = std::chrono::milliseconds(20);

void pause(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

// The moment in the middle of two numbers of a producer that began at `begin`, so that no number is on its way then
// if the server keeps up: the first such moment that has not passed.
std::int64_t next_middle(std::int64_t now, std::int64_t begin, std::int64_t step) {
  return begin + step / 2 + std::max<std::int64_t>(0, (now - begin + step / 2) / step) * step;
}

pid_t fork_to(const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    work();
    ::_exit(0);
  }
  return child;
}

Share share_of(const Settings& settings, unsigned process) {
  const auto part = [&](unsigned total) {
    return total * (process + 1) / settings.processes - total * process / settings.processes;
  };
  Share share;
  share.first_index = (settings.viewers + settings.stalled) * process / settings.processes;
  share.viewers = part(settings.viewers);
  share.stalled = part(settings.stalled);
  share.rate = static_cast<double>(settings.rate) / settings.processes;
  return share;
}

void wait_until_settled(const Settings& settings, std::span<const ProcessResults> results) {
  const std::int64_t deadline = monotonic_now() + kSettleDeadline;
  unsigned settled = 0;
  while (settled < settings.viewers + settings.stalled && monotonic_now() < deadline) {
    std::this_thread::sleep_for(kPollInterval);
    settled = 0;
    for (const ProcessResults& process : results) settled += process.settled.load();
  }
}

}  // namespace

boost::json::object run(const Settings& settings) {
  raise_file_limit();
  Phase& phase = shared_array<Phase>(1).front();
  const auto results = shared_array<ProcessResults>(settings.processes + 1);
  const std::span<Delivery> deliveries =
      produces(settings) ? shared_array<Delivery>(producer_numbers(settings)) : std::span<Delivery>();
  Observation seen;
  seen.memory_before = memory_of_tree(settings.server_pid);

  const std::int64_t begun = monotonic_now();
  std::vector<pid_t> children;
  for (unsigned i = 0; i < settings.processes; ++i) {
    children.push_back(
        fork_to([&, i] { LoadLoop(settings, share_of(settings, i), phase, results[i], deliveries).run(); }));
  }
  if (settings.handshakes > 0) {
    children.push_back(fork_to([&] { HandshakeStorm(settings, phase, results.back()).run(); }));
  }
  wait_until_settled(settings, results);
  const std::int64_t settled = monotonic_now();
  seen.settled_ns = settled - begun;
  if (produces(settings)) {
    children.push_back(fork_to([&] { Producer(settings, phase, settled, deliveries, results.back()).run(); }));
  }
  pause(settings.warmup_seconds);
  seen.memory_during = memory_of_tree(settings.server_pid);

  if (produces(settings)) {
    const std::int64_t now = monotonic_now();
    pause(static_cast<double>(next_middle(now, settled, producer_step(settings)) - now) / kSecond);
  }
  seen.client_cpu_ns = -activity_of_tree(::getpid()).cpu_ns;
  seen.activity_before = activity_of_tree(settings.server_pid);
  const std::int64_t from = monotonic_now();
  phase.until = from + static_cast<std::int64_t>(settings.seconds * kSecond);
  phase.from = from;
  pause(settings.seconds);
  seen.activity_after = activity_of_tree(settings.server_pid);
  seen.measured_ns = monotonic_now() - from;
  seen.client_cpu_ns += activity_of_tree(::getpid()).cpu_ns;
  for (const pid_t child : children) ::waitpid(child, nullptr, 0);
  seen.from = phase.from;
  seen.until = phase.until;
  return report(settings, seen, results, deliveries);
}

}  // namespace sws::bench
