// The site of the admin listener: /metrics for Prometheus, /healthz and /readyz for load balancers, and /admin/ for
// people. The server owns it; find() and the set_…() functions may be called from any thread.
#pragma once

#include <prometheus/metric_family.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/admin/channel_families.hpp"
#include "backend/connection/metrics.hpp"
#include "backend/http/static_site.hpp"

namespace sws {

class AdminSite final : public Site {
 public:
  // `worker` must outlive the site. All calls come before the first find().
  void add(const Metrics& worker) { workers_.push_back(&worker); }

  // What /metrics counts of received channels comes from `counters`, which is called on the listener's thread.
  void set_channels(std::function<std::vector<ChannelCounters>()> counters) { channels_ = std::move(counters); }

  // Whether /readyz answers 200, so that a load balancer sends new connections.
  void set_ready(bool ready) { ready_ = ready; }

  // The fingerprint of the secret that signs the streams (process/secret_file.hpp), for /metrics.
  void set_secret_fingerprint(std::string fingerprint);

  std::optional<Representation> find(std::string_view path, std::string_view accept_encoding) const override;

 private:
  std::vector<prometheus::MetricFamily> families() const;

  std::vector<const Metrics*> workers_;
  std::function<std::vector<ChannelCounters>()> channels_;
  std::atomic<bool> ready_ = false;
  mutable std::mutex mutex_;
  std::string secret_fingerprint_;  // guarded by mutex_
};

}  // namespace sws
