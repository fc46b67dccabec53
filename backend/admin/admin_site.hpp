// The site of the admin listener: /metrics for Prometheus, /healthz and /readyz for load balancers, which answer
// 503 if a worker is stuck (loop/roll_call.hpp), and /admin/ for people. The server owns it; find() and the set_…()
// functions may be called from any thread.
#pragma once

#include <prometheus/metric_family.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/admin/channel_families.hpp"
#include "backend/admin/server_facts.hpp"
#include "backend/connection/metrics.hpp"
#include "backend/http/static_site.hpp"
#include "backend/loop/clock.hpp"
#include "backend/loop/roll_call.hpp"

namespace sws {

class AdminSite final : public Site {
 public:
  // `clock` must outlive the site.
  explicit AdminSite(const Clock& clock) : clock_(clock), clocks_apart_(clocks_apart()) {}

  // `worker` must outlive the site. All calls come before the first find(). The first worker has number 0.
  void add(const Metrics& worker) { workers_.push_back(&worker); }

  // /metrics asks the workers of `roll_call`, and says for how long one has not answered an earlier question. It is
  // used on the listener's thread, and must outlive the site.
  void ask_workers(RollCall& roll_call) { roll_call_ = &roll_call; }

  // What /metrics counts of received channels comes from `counters`, which is called on the listener's thread.
  void set_channels(std::function<std::vector<ChannelCounters>()> counters) { channels_ = std::move(counters); }

  // Whether /readyz answers 200, so that a load balancer sends new connections.
  void set_ready(bool ready) { ready_ = ready; }

  void set_facts(ServerFacts facts);  // for /metrics

  std::optional<Representation> find(std::string_view path, std::string_view accept_encoding) const override;

 private:
  std::vector<prometheus::MetricFamily> families() const;
  // NTP slews both clocks, so the wall clock gets away from the steady one only when it is stepped, or when the
  // machine sleeps.
  std::chrono::nanoseconds clocks_apart() const {
    return clock_.wall().time_since_epoch() - clock_.steady().time_since_epoch();
  }

  const Clock& clock_;
  const std::chrono::nanoseconds clocks_apart_;  // at the start
  std::function<std::vector<ChannelCounters>()> channels_;
  std::atomic<bool> ready_ = false;
  std::vector<const Metrics*> workers_;
  RollCall* roll_call_ = nullptr;
  mutable std::mutex mutex_;
  ServerFacts facts_;  // guarded by mutex_
};

}  // namespace sws
