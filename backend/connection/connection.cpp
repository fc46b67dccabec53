#include "backend/connection/connection.hpp"

#include <algorithm>

namespace sws {

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

// These walk backwards: a connection with nothing pending leaves at once, and the last one takes its place.
bool ConnectionSet::drain_some(std::size_t most) {
  undrained_ = undrained();
  for (std::size_t n = 0; n < most && undrained_ > 0; ++n) connections_[--undrained_]->drain();
  return undrained_ > 0;
}

void ConnectionSet::abort_all() {
  for (std::size_t i = connections_.size(); i-- > 0;) connections_[i]->abort();
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

Connection::Connection(ConnectionSet& owner, Ticker& ticker, Admission::Slot slot)
    : owner_(owner), ticker_(ticker), slot_(std::move(slot)), deadline_(*this) {}

Connection::~Connection() = default;

void Connection::finish() {
  if (finished_) return;
  finished_ = true;
  clear_deadline();
  close_socket();
  if (operations_ == 0) owner_.release(*this);
}

void Connection::set_deadline(std::chrono::milliseconds after) {
  using std::chrono::ceil, std::chrono::seconds;
  using Tenths = std::chrono::duration<std::int64_t, std::deci>;
  const auto due = std::chrono::steady_clock::now() + after;
  if (after < seconds(5)) return ticker_.add(deadline_, ceil<Tenths>(due));
  ticker_.add(deadline_, ceil<seconds>(due));
}

}  // namespace sws
