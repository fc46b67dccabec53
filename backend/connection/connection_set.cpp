#include "backend/connection/connection_set.hpp"

#include <algorithm>
#include <utility>

#include "backend/connection/connection.hpp"

namespace sws {

ConnectionSet::~ConnectionSet() = default;

Connection& ConnectionSet::adopt(std::unique_ptr<Connection> connection) {
  Connection& adopted = *connection;
  adopted.position_ = connections_.size();
  connections_.push_back(std::move(connection));
  metrics_.connections.set(connections_.size());
  adopted.start();
  return adopted;
}

void ConnectionSet::release(Connection& connection) {
  const std::size_t position = connection.position_;
  const auto released = std::exchange(connections_[position], std::move(connections_.back()));
  connections_.pop_back();
  metrics_.connections.set(connections_.size());
  if (position < connections_.size()) connections_[position]->position_ = position;
  if (connections_.empty() && when_empty_) when_empty_();
}

void ConnectionSet::when_empty(std::function<void()> then) {
  if (connections_.empty()) return then();
  when_empty_ = std::move(then);
}

// This and check_some() walk backwards: when a connection leaves, the last one takes its place.
bool ConnectionSet::drain_some(std::size_t most) {
  undrained_ = undrained();
  for (std::size_t n = 0; n < most && undrained_ > 0; ++n) connections_[--undrained_]->drain();
  return undrained_ > 0;
}

void ConnectionSet::end_all() {
  for (const auto& connection : connections_) connection->end();
}

void ConnectionSet::check_some(std::size_t turns, SteadyTime now) {
  if (unchecked_ == 0) {
    unchecked_ = connections_.size();
    checks_a_turn_ = (unchecked_ + turns - 1) / turns;
  }
  for (std::size_t n = 0; n < checks_a_turn_; ++n) {
    unchecked_ = std::min(unchecked_, connections_.size());
    if (unchecked_ == 0) return;
    connections_[--unchecked_]->check(now);
  }
}

}  // namespace sws
