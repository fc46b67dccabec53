// What those who operate the server ask it, on a listener of its own: /metrics, /healthz, /readyz, and /admin/ for
// people. Safe from any thread.
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
  // `worker` must outlive it. Before the first find().
  void add(const Metrics& worker) { workers_.push_back(&worker); }

  // Whether new connections are welcome: what a load balancer asks.
  void set_ready(bool ready) { ready_ = ready; }

  std::optional<Representation> find(std::string_view path, std::string_view accept_encoding) const override;

 private:
  std::vector<const Metrics*> workers_;
  std::atomic<bool> ready_ = false;
};

}  // namespace sws
