// The long run (./build.sh cluster --kills N): the faults of the tests again and again under 300 viewers, and a
// report with the figures that backend/OPERATING.md quotes. It ends with status 1 if a number was lost, repeated,
// early or wrong.
#include <charconv>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "shared/close_code.hpp"
#include "tests/cluster/cluster.hpp"
#include "tests/cluster/report.hpp"

namespace sws {
namespace {

using std::chrono::seconds;

constexpr std::size_t kViewers = 300;
constexpr std::size_t kProgress = 50;  // kills from one line that tells of progress to the next

// How long viewers were without numbers, by what was done to their node.
using Recoveries = std::map<std::string, std::vector<Moment>>;

class LongRun {
 public:
  LongRun() {
    cluster_.wait_for_nodes(crowd_, Cluster::kNodes);
    crowd_.add(kViewers, cluster_.page(), Cluster::random());
    crowd_.run_until_all_have_more();
  }

  void kill(std::size_t node) {
    crowd_.fault_is_made();
    cluster_.node(node).kill();
    restart(node, "kill -9");
  }

  void drain(std::size_t node) {
    crowd_.fault_is_over();
    cluster_.node(node).drain();
    crowd_.run_until("the end of a node", [&] { return !cluster_.node(node).is_running(); });
    restart(node, "SIGTERM, from the viewer's own close");
  }

  void freeze(std::size_t node, seconds time) {
    crowd_.fault_is_made();
    cluster_.node(node).freeze();
    crowd_.run_for(time);
    cluster_.node(node).thaw();
    settle("SIGSTOP for " + std::to_string(time.count()) + " s");
  }

  void reload() {
    crowd_.fault_is_made();
    cluster_.haproxy().reload();
    settle("a reload of HAProxy");
  }

  Crowd& crowd() { return crowd_; }
  const Recoveries& recoveries() const { return recoveries_; }

 private:
  void restart(std::size_t node, const std::string& fault) {
    crowd_.run_until_all_have_more(seconds(60));
    cluster_.node(node).start();
    settle(fault);
  }

  void settle(const std::string& fault) {
    cluster_.wait_for_nodes(crowd_, Cluster::kNodes);
    crowd_.run_until_all_have_more(seconds(60));
    std::vector<Moment>& all = recoveries_[fault];
    const std::vector<Moment> now = std::exchange(crowd_.tally().recoveries, {});
    all.insert(all.end(), now.begin(), now.end());
  }

  Cluster cluster_;
  Crowd crowd_;
  Recoveries recoveries_;
};

void print(const Recoveries& recoveries) {
  for (const auto& [fault, times] : recoveries) {
    std::cout << "  " << fault << ": " << times.size() << " viewers lost their connection; next number after "
              << percentile(times, 0.5).count() << " ms at p50, " << percentile(times, 0.99).count()
              << " ms at p99, " << percentile(times, 1).count() << " ms at most\n";
  }
}

bool faults(std::size_t kills) {
  LongRun run;
  std::size_t drains = 0, reloads = 0, freezes = 0;
  for (std::size_t i = 0; i < kills; ++i) {
    run.kill(i % Cluster::kNodes);
    if (i % 10 == 9) run.drain(++drains % Cluster::kNodes);
    if (i % 20 == 9) {
      run.reload();
      ++reloads;
    }
    if (i % 50 == 9) {
      run.freeze(freezes % Cluster::kNodes, seconds(freezes % 2 == 0 ? 8 : 2));
      ++freezes;
    }
    if (i % kProgress == kProgress - 1) std::cout << i + 1 << " kills\n" << std::flush;
  }
  run.crowd().stop();
  std::vector<Moment>& all = run.crowd().tally().recoveries;
  for (const auto& [fault, times] : run.recoveries()) all.insert(all.end(), times.begin(), times.end());
  std::cout << "\n"
            << kills << " kills, " << drains << " drains, " << reloads << " reloads of HAProxy, " << freezes
            << " freezes, " << kViewers << " viewers, 20 numbers per second each\n"
            << summary_of(run.crowd().tally());
  print(run.recoveries());
  return run.crowd().tally().is_whole();
}

bool cuts() {
  Cluster cluster;
  Crowd crowd;
  cluster.wait_for_nodes(crowd, Cluster::kNodes);
  crowd.add(kViewers, cluster.page(), Cluster::random());
  crowd.run_until_all_have_more();
  crowd.cut_every(seconds(2));
  crowd.run_for(seconds(60));
  const std::uint64_t due = crowd.numbers_due(), come = crowd.numbers_come();
  crowd.stop_cutting();
  crowd.run_until_all_have_more();
  const std::uint64_t due_at_last = crowd.numbers_due(), come_at_last = crowd.numbers_come();
  crowd.stop();
  std::cout << "\nEvery viewer's connection was cut every 2 s for 60 s, " << crowd.tally().recoveries.size()
            << " times in all: " << come << " of " << due << " numbers that were due had come then, and "
            << come_at_last << " of " << due_at_last << " when all were connected again\n"
            << summary_of(crowd.tally());
  return crowd.tally().is_whole();
}

bool death_of_the_only_node(std::size_t viewers) {
  Cluster cluster({}, 1);
  Crowd crowd;
  cluster.wait_for_nodes(crowd, 1);
  Watched watched = Cluster::random();
  watched.choice.interval_ms = 1000;
  crowd.add(viewers, cluster.page(), watched);
  crowd.run_until_all_have_more();
  cluster.node(1).start();
  cluster.node(2).start();
  cluster.wait_for_nodes(crowd, Cluster::kNodes);
  crowd.fault_is_made();
  cluster.node(0).kill();
  const auto lost = [&] { return crowd.tally().closes[static_cast<std::uint16_t>(CloseCode::abnormal)]; };
  crowd.run_until(
      "the return of all viewers", [&] { return lost() >= viewers && crowd.are_all_live(); }, seconds(60));
  const Moment back_after = steady_now() - crowd.tally().fault_at;
  crowd.run_until_all_have_more();
  crowd.stop();
  std::cout << "\nThe node that held all " << viewers
            << " viewers (one number per second each) was killed; all of them were "
            << "connected to the two others after "
            << std::chrono::duration_cast<std::chrono::milliseconds>(back_after).count() << " ms\n"
            << summary_of(crowd.tally());
  return crowd.tally().is_whole();
}

int run(std::size_t kills) {
  const bool whole = faults(kills);
  const bool whole_after_cuts = cuts();
  const bool whole_elsewhere = death_of_the_only_node(2000);
  return whole && whole_after_cuts && whole_elsewhere ? 0 : 1;
}

}  // namespace
}  // namespace sws

int main(int count, char** words) {
  std::size_t kills = 0;
  const std::string_view text = count == 3 && std::string_view(words[1]) == "--kills" ? words[2] : "";
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), kills);
  if (error != std::errc() || end != text.data() + text.size() || kills == 0) {
    std::cerr << "usage: cluster_long_run --kills N, where N is how often a node is killed\n";
    return 2;
  }
  try {
    return sws::run(kills);
  } catch (const std::exception& error_of_run) {
    std::cerr << "cluster_long_run: " << error_of_run.what() << '\n';
    return 1;
  }
}
