// reconnect_storm: simulates the return of all viewers of a node that has died, and prints what happened as JSON.
#include <boost/json.hpp>
#include <boost/program_options.hpp>
#include <iostream>

#include "tests/bench/storm/simulation.hpp"

namespace sws {
namespace {

namespace json = boost::json;
namespace po = boost::program_options;

Moment milliseconds(std::int64_t count) {
  return std::chrono::milliseconds(count);
}

// When the given share of all viewers was back, in seconds; null if they never were.
json::value back_at(const StormReport& report, std::uint32_t viewers, double share) {
  const auto needed = static_cast<std::size_t>(share * viewers);
  if (needed == 0 || report.times.size() < needed) return nullptr;
  return std::chrono::duration<double>(report.times[needed - 1]).count();
}

json::object as_json(const StormReport& report, std::uint32_t viewers) {
  return {{"slot_ms", StormReport::kSlot / milliseconds(1)},
          {"tried", json::value_from(report.tried)},
          {"served", json::value_from(report.served)},
          {"back", json::value_from(report.back)},
          {"unanswered", report.unanswered},
          {"in_vain", report.in_vain},
          {"viewers_back", report.times.size()},
          {"half_back_s", back_at(report, viewers, 0.5)},
          {"p99_back_s", back_at(report, viewers, 0.99)},
          {"p999_back_s", back_at(report, viewers, 0.999)}};
}

int run(int argc, char** argv) {
  StormSettings settings;
  StormCluster& cluster = settings.cluster;
  std::int64_t round_trip = 40, notice = 0, spread = 0;
  std::vector<std::int64_t> waits;
  po::options_description options("Options");
  options.add_options()("help", "print this")                                                              //
      ("viewers", po::value(&settings.viewers)->default_value(settings.viewers), "of the node that died")  //
      ("nodes", po::value(&cluster.nodes)->default_value(cluster.nodes), "that are left")                  //
      ("workers", po::value(&cluster.workers)->default_value(cluster.workers), "of each node")             //
      ("rate", po::value(&cluster.handshakes_per_second)->default_value(cluster.handshakes_per_second),
       "handshakes a second of each worker")                                                                 //
      ("backlog", po::value(&cluster.backlog)->default_value(cluster.backlog), "of each worker")             //
      ("round-trip-ms", po::value(&round_trip)->default_value(round_trip), "between a viewer and a node")    //
      ("notice-ms", po::value(&notice)->default_value(notice), "until the balancer avoids the dead node")    //
      ("spread-ms", po::value(&spread)->default_value(spread), "within which all viewers notice the death")  //
      ("waits-ms", po::value(&waits)->multitoken(),
       "of the page, instead of its own: first shortest, first longest, shortest, first ceiling, longest")  //
      ("seed", po::value(&settings.seed)->default_value(settings.seed), "of everything that is random");
  po::variables_map given;
  po::store(po::parse_command_line(argc, argv, options), given);
  po::notify(given);
  if (given.count("help") > 0) {
    std::cout << options;
    return 0;
  }
  if (!waits.empty() && waits.size() != 5) throw po::error("--waits-ms takes five numbers");
  if (!waits.empty()) {
    using Milliseconds = std::chrono::milliseconds;
    settings.waits = {Milliseconds(waits[0]), Milliseconds(waits[1]), Milliseconds(waits[2]),
                      Milliseconds(waits[3]), Milliseconds(waits[4])};
  }
  cluster.round_trip = milliseconds(round_trip);
  cluster.notice = milliseconds(notice);
  settings.spread = milliseconds(spread);
  const StormReport report = StormSimulation(settings).run();
  std::cout << as_json(report, settings.viewers) << '\n';
  return report.times.size() == settings.viewers ? 0 : 1;
}

}  // namespace
}  // namespace sws

int main(int argc, char** argv) {
  try {
    return sws::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "reconnect_storm: " << error.what() << "; --help lists the options\n";
    return 2;
  }
}
