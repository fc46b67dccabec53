// The site of the admin listener: /metrics for Prometheus, /healthz and /readyz for load balancers, and /admin/ for
// people. The server owns it; find() and set_ready() may be called from any thread.
#pragma once

#include <atomic>
#include <optional>
#include <string_view>
#include <vector>

#include "backend/connection/metrics.hpp"
#include "backend/http/static_site.hpp"

namespace sws {

class AdminSite final : public Site {
 public:
  // `worker` must outlive the site. All calls come before the first find().
  void add(const Metrics& worker) { workers_.push_back(&worker); }

  // Whether /readyz answers 200, so that a load balancer sends new connections.
  void set_ready(bool ready) { ready_ = ready; }

  std::optional<Representation> find(std::string_view path, std::string_view accept_encoding) const override;

 private:
  std::vector<const Metrics*> workers_;
  std::atomic<bool> ready_ = false;
};

}  // namespace sws
