// The metric families of the server as a whole and of each of its workers. Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <span>

#include "backend/admin/families.hpp"
#include "backend/admin/server_facts.hpp"
#include "backend/connection/metrics.hpp"

namespace sws {

// One worker as a scrape sees it.
struct WorkerView {
  const Metrics* metrics;
  std::optional<std::chrono::nanoseconds> unresponsive;  // RollCall::silence_of()
};

// The settings, the secret, the certificate and the channels.
void add_server(Families& families, const ServerFacts& facts);

// `step`: by how much the wall clock was set forward since the start.
void add_clock(Families& families, std::chrono::nanoseconds step);

// The workers side by side.
void add_workers(Families& families, std::span<const WorkerView> workers);

}  // namespace sws
