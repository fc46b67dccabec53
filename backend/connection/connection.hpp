// One accepted socket's owner, whatever it speaks. A connection is owned by its worker's ConnectionSet, lives on
// that worker's thread, and dies once: after finish(), as soon as the last handler that refers to it has run.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "backend/admission/admission.hpp"
#include "backend/connection/metrics.hpp"
#include "backend/loop/ticker.hpp"

namespace sws {

class Connection;

class ConnectionSet {
 public:
  explicit ConnectionSet(Metrics& metrics) : metrics_(metrics) {}

  // Takes ownership and calls start().
  Connection& adopt(std::unique_ptr<Connection> connection);
  void release(Connection& connection);

  std::size_t size() const { return connections_.size(); }
  Metrics& metrics() { return metrics_; }

  // How many connections were not yet asked to end; asks `most` of them, and answers whether any is left.
  std::size_t undrained() const { return std::min(undrained_, connections_.size()); }
  bool drain_some(std::size_t most);
  void abort_all();  // ends every connection at once

  // Looks at some connections, and ends those whose peers are gone; at all of them in `turns` calls, however many
  // end.
  void check_some(std::size_t turns, SteadyTime now);

  // Calls `then` once no connection is left: now, or when the last one leaves.
  void when_empty(std::function<void()> then);

 private:
  Metrics& metrics_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::size_t undrained_ = SIZE_MAX;  // connections from this index on were asked to end
  std::size_t unchecked_ = 0;         // connections before this index are still to be looked at
  std::size_t checks_a_turn_ = 0;
  std::function<void()> when_empty_;
};

class Connection {
 public:
  // `slot`: its place among the connections that are admitted.
  Connection(ConnectionSet& owner, Ticker& ticker, Admission::Slot slot);
  virtual ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  virtual void start() = 0;
  virtual void drain() = 0;   // the server is stopping: end politely and soon
  void abort() { finish(); }  // end now

  // Called every few seconds: ends a connection whose peer has been gone or deaf for too long.
  virtual void check(SteadyTime) {}

 protected:
  // Wraps a completion handler so that this object outlives it. Every asynchronous operation goes through here.
  template <class Handler>
  auto tracked(Handler handler) {
    ++operations_;
    return [this, handler = std::move(handler)](auto&&... results) mutable {
      if (!finished_) handler(std::forward<decltype(results)>(results)...);
      --operations_;
      if (finished_ && operations_ == 0) owner_.release(*this);
    };
  }

  // Ends the connection: closes the socket, so that what is pending completes, after which this object is
  // destroyed.
  void finish();
  bool finished() const { return finished_; }

  // Calls on_deadline() in `after`, rounded up so that many deadlines share a wake-up: to a tenth of a second, or
  // to a whole one if it is five or more away.
  void set_deadline(std::chrono::milliseconds after);
  void clear_deadline() { ticker_.remove(deadline_); }

  virtual void close_socket() = 0;
  virtual void on_deadline() { finish(); }

  // Counts what is refused, and why.
  void count(Reason reason) { owner_.metrics().refusals[static_cast<std::size_t>(reason)].add(); }

  ConnectionSet& owner() { return owner_; }
  Ticker& ticker() { return ticker_; }
  Metrics& metrics() { return owner_.metrics(); }
  Admission::Slot& slot() { return slot_; }

 private:
  friend class ConnectionSet;
  struct Deadline final : TickSchedule::Entry {
    explicit Deadline(Connection& connection) : connection_(connection) {}
    void on_due(SteadyTime) override { connection_.on_deadline(); }
    Connection& connection_;
  };

  ConnectionSet& owner_;
  Ticker& ticker_;
  unsigned operations_ = 0;  // handlers that will still come back to this object
  bool finished_ = false;
  std::size_t position_ = 0;  // index in the owner's set
  Admission::Slot slot_;
  Deadline deadline_;
};

}  // namespace sws
