#include "backend/admin/server_families.hpp"

#include <algorithm>
#include <string>

namespace sws {
namespace {

using prometheus::MetricType;
using Seconds = std::chrono::duration<double>;

// People count workers from 1, as the log and /healthz do.
Labels of_worker(std::size_t worker) {
  return {{"worker", std::to_string(worker + 1)}};
}

}  // namespace

void add_server(Families& families, const ServerFacts& facts) {
  families.gauge("secret_info",
                 "Always 1; the label tells secrets apart: servers that resume each other's streams have the same.",
                 1, {{"fingerprint", facts.secret_fingerprint}});
  if (facts.certificate_expiry) {
    families.gauge("tls_certificate_expiry_timestamp_seconds",
                   "When the TLS certificate in use expires, in seconds since 1970.",
                   static_cast<double>(*facts.certificate_expiry));
  }
  families.gauge("config_last_reload_successful",
                 "1 if the last reload succeeded or there was none, 0 if its settings were refused.",
                 facts.reload_succeeded ? 1 : 0);
  families.gauge("config_last_reload_success_timestamp_seconds",
                 "When the settings in use were read, in seconds since 1970.",
                 Seconds(facts.settings_read_at.time_since_epoch()).count());
  if (facts.connections_limit != 0) {
    families.gauge("connections_limit", "How many connections there may be at the same time.",
                   static_cast<double>(facts.connections_limit));
  }
  if (facts.memory_limit) {
    families.gauge("memory_limit_bytes", "How much memory the control group of the process may take.",
                   static_cast<double>(*facts.memory_limit));
  }
  families.add(MetricType::Gauge, "channels", "Channels, by the source of their numbers.");
  for (const ChannelSource source : all_channel_sources()) {
    families.value(static_cast<double>(std::count(facts.channels.begin(), facts.channels.end(), source)),
                   {{"source", std::string(name_of(source))}});
  }
}

void add_clock(Families& families, std::chrono::nanoseconds step) {
  families.gauge("wall_clock_step_seconds",
                 "By how much the wall clock was set forward since the start, or back if it is negative.",
                 Seconds(step).count());
}

void add_workers(Families& families, std::span<const WorkerView> workers) {
  families.add(MetricType::Gauge, "worker_connections", "Open connections of each worker thread.");
  for (std::size_t worker = 0; worker < workers.size(); ++worker) {
    if (!workers[worker].unresponsive) continue;
    families.value(static_cast<double>(workers[worker].metrics->connections.value()), of_worker(worker));
  }
  families.add(MetricType::Gauge, "worker_unresponsive_seconds",
               "For how long a worker thread has not answered what an earlier scrape asked; 0 if it has.");
  for (std::size_t worker = 0; worker < workers.size(); ++worker) {
    const auto& unresponsive = workers[worker].unresponsive;
    if (unresponsive) families.value(Seconds(*unresponsive).count(), of_worker(worker));
  }
}

}  // namespace sws
