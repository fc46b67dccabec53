// Sends one viewer the numbers of a stream as they become due. This is the only place that decides which numbers
// are due, how many of them this tick may send, and what happens while the peer does not read: then nothing is
// computed for it, and afterwards the clock says what is due. Nothing is queued. The protocols derive from it and
// say what the numbers are and how they are spelt. It belongs to its connection and is used on the worker's thread.
#pragma once

#include <cstdint>

#include "backend/channel/stream_cursor.hpp"
#include "backend/connection/outlet.hpp"
#include "backend/loop/due_call.hpp"
#include "backend/stream/catch_up.hpp"
#include "shared/limits.hpp"

namespace sws {

class NumberStream : public Outlet::Handler {
 public:
  void on_writable() override;
  void prefetch() const { outlet_.prefetch(); }  // fetches this object too

 protected:
  // Both must outlive it.
  NumberStream(Outlet& outlet, CatchUp& catch_up) : outlet_(outlet), catch_up_(catch_up) {}
  ~NumberStream() = default;

  // Sends the numbers from where `cursor` stands on. REQUIRES: !is_running(), and what account() needs is known.
  void run(const StreamCursor& cursor, bool is_resumed);
  bool is_running() const { return running_; }

  // Calls on_run_overdue() in `patience`, unless run() comes first.
  void expect_run_within(std::chrono::seconds patience);

  Outlet& outlet() { return outlet_; }
  Ticker& ticker() { return catch_up_.ticker(); }
  std::uint32_t next() const { return cursor_.next(); }  // the first number that was not sent
  std::uint32_t numbers() const { return next() - first_; }

 private:
  // How the protocol computes and sends number `seq`, and how 2 to most_at_once() numbers that had fallen behind.
  virtual SendStatus send_number(std::uint32_t seq) = 0;
  virtual SendStatus send_numbers(std::uint32_t seq, std::uint32_t count) = 0;
  virtual bool has_runs() const { return true; }  // false: late numbers are counted as if they came one by one
  virtual std::uint32_t most_at_once() const { return kMaxNumbersPerFrame; }
  virtual void on_complete() = 0;  // all numbers were sent, and the last one's time has come
  virtual void on_run_overdue() {}

  void on_due(SteadyTime now);
  void send_due(SteadyTime now);
  SendStatus send_on_time();
  SendStatus send_late(std::uint32_t count);
  void excuse_overdue(SteadyTime now);
  void pass(std::uint32_t count);

  // The schedule fetches the first line of due_ well ahead, and prefetch() then needs outlet_ at once.
  DueCall<NumberStream, &NumberStream::on_due> due_{*this};
  Outlet& outlet_;
  CatchUp& catch_up_;
  [[no_unique_address]] StreamCursor cursor_;
  std::uint32_t first_ = 0;          // the number with which it began over this connection
  std::uint32_t excused_until_ = 0;  // numbers before it are late for the viewer's reasons, and not for ours
  bool running_ = false;
};

}  // namespace sws
