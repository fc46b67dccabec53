// bench_million: one process of viewers for each server. It opens all viewers at a steady rate, waits until each
// was served once, and then watches them for a while. A line of JSON each second tells how far it is, and the last
// one has the result. tests/bench/driver/million.mjs starts it.
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <boost/program_options.hpp>
#include <chrono>
#include <iostream>
#include <thread>
#include <vector>

#include "tests/bench/client/clock.hpp"
#include "tests/bench/client/connect.hpp"
#include "tests/bench/million/million_loop.hpp"

namespace sws::bench {
namespace {

namespace json = boost::json;
namespace po = boost::program_options;

struct MillionSettings {
  std::vector<std::uint16_t> ports;
  unsigned viewers = 1000;
  unsigned rate = 5000;
  std::uint32_t interval_ms = 20'000;
  std::uint32_t tolerance_ms = 1000;
  double seconds = 600;
  double patience = 4;  // × the time that opening all viewers should take
};

struct Totals {
  unsigned streaming = 0, failed = 0, closed = 0;
  std::uint64_t numbers = 0;
};

Totals totals(std::span<const MillionResults> results) {
  Totals sum;
  for (const MillionResults& process : results) {
    sum.streaming += process.streaming;
    sum.failed += process.failed;
    sum.closed += process.closed;
    sum.numbers += process.numbers;
  }
  return sum;
}

json::object line(const char* phase, std::int64_t begun, const Totals& now) {
  return {{"phase", phase},
          {"seconds", static_cast<double>(monotonic_now() - begun) / kSecond},
          {"streaming", now.streaming},
          {"failed", now.failed},
          {"closed", now.closed},
          {"numbers", now.numbers}};
}

// Prints a line each second until `is_over`, or until the moment.
template <class IsOver>
void report_until(std::int64_t moment, const char* phase, std::int64_t begun,
                  std::span<const MillionResults> results, IsOver is_over) {
  while (monotonic_now() < moment) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    const Totals now = totals(results);
    std::cout << line(phase, begun, now) << std::endl;
    if (is_over(now)) return;
  }
}

json::object result(const MillionSettings& settings, std::span<const MillionResults> results) {
  ViewerTable::Verdict verdict;
  Histogram jitter;
  std::uint64_t late = 0;
  for (const MillionResults& process : results) {
    verdict.viewers += process.verdict.viewers;
    verdict.unserved += process.verdict.unserved;
    verdict.missing += process.verdict.missing;
    late += process.late;
    jitter.merge(process.jitter);
  }
  const auto ms = [&](double q) { return static_cast<double>(jitter.quantile(q)) / kMillisecond; };
  return {{"wanted", settings.viewers},
          {"viewers", verdict.viewers},
          {"unserved", verdict.unserved},
          {"missing", verdict.missing},
          {"late", late},
          {"measured", jitter.count()},
          {"jitter_p50_ms", ms(0.5)},
          {"jitter_p99_ms", ms(0.99)},
          {"jitter_p999_ms", ms(0.999)},
          {"jitter_max_ms", static_cast<double>(jitter.max()) / kMillisecond}};
}

void run(const MillionSettings& settings) {
  raise_file_limit();
  const auto processes = static_cast<unsigned>(settings.ports.size());
  Phase& phase = shared_array<Phase>(1).front();
  const auto results = shared_array<MillionResults>(processes);
  const std::int64_t begun = monotonic_now();
  std::vector<pid_t> children;
  for (unsigned i = 0; i < processes; ++i) {
    const auto first = static_cast<unsigned>(std::uint64_t{settings.viewers} * i / processes);
    const auto end = static_cast<unsigned>(std::uint64_t{settings.viewers} * (i + 1) / processes);
    const MillionShare share{settings.ports[i],    first,
                             end - first,          static_cast<double>(settings.rate) / processes,
                             settings.interval_ms, settings.tolerance_ms};
    const pid_t child = ::fork();
    if (child == 0) {
      MillionLoop(share, phase, results[i]).run();
      ::_exit(0);
    }
    children.push_back(child);
  }
  const double opening = settings.patience * settings.viewers / settings.rate + 10;
  report_until(begun + static_cast<std::int64_t>(opening * kSecond), "opening", begun, results,
               [&](const Totals& now) { return now.streaming + now.failed + now.closed >= settings.viewers; });
  const std::int64_t from = monotonic_now() + std::int64_t{settings.interval_ms} * kMillisecond;
  phase.from = from;
  phase.until = from + static_cast<std::int64_t>(settings.seconds * kSecond);
  report_until(phase.until, "holding", begun, results, [](const Totals&) { return false; });
  for (const pid_t child : children) ::waitpid(child, nullptr, 0);
  json::object last = line("over", begun, totals(results));
  last["result"] = result(settings, results);
  std::cout << last << std::endl;
}

bool parse(int argc, char** argv, MillionSettings& s) {
  po::options_description options("Opens many WebSocket viewers on 127.0.0.1 and watches whether each is served");
  const auto into = [](auto& value) { return po::value(&value)->default_value(value); };
  auto add = options.add_options();
  add("port", po::value(&s.ports)->multitoken()->required(),
      "ports of the servers; each gets a process of viewers");
  add("viewers", into(s.viewers), "in all");
  add("rate", into(s.rate), "connections opened per second, in all");
  add("interval-ms", into(s.interval_ms), "the interval of the servers");
  add("tolerance-ms", into(s.tolerance_ms), "so much later a number may come");
  add("seconds", into(s.seconds), "to watch, once all are open and one interval has passed");
  add("help", "this text");
  po::variables_map given;
  po::store(po::parse_command_line(argc, argv, options), given);
  if (given.count("help") != 0) {
    std::cout << options;
    return false;
  }
  po::notify(given);
  if (s.rate == 0 || s.interval_ms == 0) throw po::error("--rate and --interval-ms must be above 0");
  return true;
}

}  // namespace
}  // namespace sws::bench

int main(int argc, char** argv) {
  try {
    sws::bench::MillionSettings settings;
    if (sws::bench::parse(argc, argv, settings)) sws::bench::run(settings);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "bench_million: " << error.what() << '\n';
    return 2;
  }
}
