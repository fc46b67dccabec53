// One accepted socket's owner, whatever is spoken over it. A connection is owned by its worker's ConnectionSet,
// lives on that worker's thread, and dies once: after it has ended, when the last handler that refers to it has
// run.
//
// A connection ends in one of these ways, from the most polite to the most abrupt. Each layer below uses the same
// two words, close() and reset(), for what end() and reset() need of it.
//   drain()  The server is stopping: the connection says goodbye in its own protocol and ends soon.
//   end()    Closes the socket. The kernel still delivers what it has taken.
//   reset()  Closes the socket, and the kernel discards what the peer has not taken.
#pragma once

#include <chrono>
#include <cstddef>
#include <utility>

#include "backend/admission/admission.hpp"
#include "backend/connection/connection_set.hpp"
#include "backend/connection/metrics.hpp"
#include "backend/loop/due_call.hpp"
#include "backend/loop/ticker.hpp"

namespace sws {

class Connection {
 public:
  // `owner` and `ticker` must outlive it. `slot` is its place among the admitted connections.
  Connection(ConnectionSet& owner, Ticker& ticker, Admission::Slot slot)
      : owner_(owner), ticker_(ticker), slot_(std::move(slot)), deadline_(*this) {}
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  virtual void start() = 0;
  virtual void drain() = 0;

  // Neither destroys the connection: that happens when the pending handlers have run. More calls are ignored.
  void end();
  void reset();

  // Called every few seconds: ends a connection whose peer has been gone or has not read for too long.
  virtual void check(SteadyTime) {}

 protected:
  // Wraps a completion handler so that this object outlives it, and so that it is not called after the end. Every
  // asynchronous operation goes through here.
  template <class Handler>
  auto tracked(Handler handler) {
    ++operations_;
    return [this, handler = std::move(handler)](auto&&... results) mutable {
      if (!ended_) handler(std::forward<decltype(results)>(results)...);
      --operations_;
      if (ended_ && operations_ == 0) owner_.release(*this);
    };
  }

  bool has_ended() const { return ended_; }

  // Calls on_deadline() `after` from now, rounded up (shared_wake_up()). There is one deadline at a time.
  void set_deadline(std::chrono::milliseconds after);
  void clear_deadline() { deadline_.leave_queue(); }

  // A deadline must end the connection, or begin something that has a deadline of its own. It is not enough to
  // cancel an operation, because one that has completed already is not cancelled.
  virtual void on_deadline() { end(); }

  // Close the socket, so that the pending operations complete.
  virtual void close_socket() = 0;
  virtual void reset_socket() = 0;

  // Counts what is refused, and why.
  void count(Reason reason) { metrics().refusals[static_cast<std::size_t>(reason)].add(); }

  ConnectionSet& owner() { return owner_; }
  Ticker& ticker() { return ticker_; }
  Metrics& metrics() { return owner_.metrics(); }
  Admission::Slot& slot() { return slot_; }

 private:
  friend class ConnectionSet;
  void deadline_passed(SteadyTime) { on_deadline(); }
  void begin_end();
  void release_when_idle();

  ConnectionSet& owner_;
  Ticker& ticker_;
  unsigned operations_ = 0;  // handlers that will still come back to this object
  bool ended_ = false;
  std::size_t position_ = 0;  // index in the owner's set
  Admission::Slot slot_;
  DueCall<Connection, &Connection::deadline_passed> deadline_;
};

}  // namespace sws
