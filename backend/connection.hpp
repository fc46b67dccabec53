// One accepted socket's owner, whatever it speaks. A connection is owned by its worker's ConnectionSet, lives on
// that worker's thread, and dies once: after finish(), as soon as the last handler that refers to it has run.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "backend/ticker.hpp"

namespace sws {

class Connection;

class ConnectionSet {
 public:
  // Takes ownership and calls start().
  void adopt(std::unique_ptr<Connection> connection);
  void release(Connection& connection);

  // Asks every connection to end (drain) or ends it at once (abort).
  void drain_all();
  void abort_all();

  // Calls `then` once no connection is left: now, or when the last one leaves.
  void when_empty(std::function<void()> then);

 private:
  std::vector<std::unique_ptr<Connection>> connections_;
  std::function<void()> when_empty_;
};

class Connection {
 public:
  Connection(ConnectionSet& owner, Ticker& ticker) : owner_(owner), ticker_(ticker), deadline_(*this) {}
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  virtual void start() = 0;
  virtual void drain() = 0;   // the server is stopping: end politely and soon
  void abort() { finish(); }  // end now

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

  ConnectionSet& owner() { return owner_; }
  Ticker& ticker() { return ticker_; }

 private:
  friend class ConnectionSet;
  struct Deadline final : TickSchedule::Entry {
    explicit Deadline(Connection& connection) : connection_(connection) {}
    void on_due(SteadyTime) override { connection_.on_deadline(); }
    Connection& connection_;
  };

  ConnectionSet& owner_;
  Ticker& ticker_;
  Deadline deadline_;
  std::size_t position_ = 0;  // index in the owner's set
  unsigned operations_ = 0;   // handlers that will still come back to this object
  bool finished_ = false;
};

}  // namespace sws
