// The connections of one worker, which it owns. Used on the worker's thread only.
#pragma once

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "backend/connection/metrics.hpp"
#include "backend/loop/clock.hpp"

namespace sws {

class Connection;

class ConnectionSet {
 public:
  using Executor = boost::asio::io_context::executor_type;

  // `metrics` must outlive the set. `executor` is the worker's.
  ConnectionSet(Executor executor, Metrics& metrics) : executor_(std::move(executor)), metrics_(metrics) {}
  ~ConnectionSet();

  // Takes ownership and calls start().
  Connection& adopt(std::unique_ptr<Connection> connection);
  void release(Connection& connection);  // destroys it

  std::size_t size() const { return connections_.size(); }
  Metrics& metrics() { return metrics_; }
  const Executor& executor() const { return executor_; }

  // How many connections were not asked to drain yet. drain_some() asks `most` of them, and answers whether any is
  // left to be asked.
  std::size_t undrained() const { return std::min(undrained_, connections_.size()); }
  bool drain_some(std::size_t most);

  void end_all();  // ends every connection at once

  // Calls check() of some connections, so that `turns` calls reach all of them, however many end meanwhile.
  void check_some(std::size_t turns, SteadyTime now);

  // Calls `then` once no connection is left: now, or when the last one leaves.
  void when_empty(std::function<void()> then);

 private:
  Executor executor_;
  Metrics& metrics_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::size_t undrained_ = SIZE_MAX;  // connections from this index on were asked to drain
  std::size_t unchecked_ = 0;         // connections before this index are still to be checked
  std::size_t checks_a_turn_ = 0;
  std::function<void()> when_empty_;
};

}  // namespace sws
