// Sends one viewer the samples of a received channel, from a position on. While the viewer is up to date, its
// Audience sends to it; otherwise this class reads from the audience's window, or from the broker's log behind it,
// within the worker's budget (CatchUp). What is in neither is a gap. The protocols derive from it and say where a
// viewer begins. It belongs to its connection and is used on the worker's thread.
#pragma once

#include <cstdint>
#include <memory>

#include "backend/connection/outlet.hpp"
#include "backend/stream/audience.hpp"
#include "backend/stream/catch_up.hpp"

namespace sws {

class LogStream : public Outlet::Handler {
 public:
  void on_writable() override;

  LogStream(const LogStream&) = delete;
  LogStream& operator=(const LogStream&) = delete;

 protected:
  // `outlet` and `catch_up` must outlive it.
  LogStream(Outlet& outlet, std::shared_ptr<Audience> audience, CatchUp& catch_up, StreamKind kind);
  ~LogStream();

  // Sends the samples from position `next` on. REQUIRES: !is_running(), and next ≤ audience().next() unless the
  // audience may be behind: then the viewer waits until those before `next` have come here, too.
  void run(std::uint64_t next, bool is_resumed);
  bool is_running() const { return running_; }

  // Calls on_run_overdue() in `patience`, unless run() comes first.
  void expect_run_within(std::chrono::seconds patience);

  // The position at which a viewer begins who wants the newest `last` samples, of all that have come.
  std::uint64_t newest(std::uint64_t last);

  Outlet& outlet() { return outlet_; }
  Audience& audience() { return *audience_; }
  Ticker& ticker() { return catch_up_.ticker(); }

  // Says that the stream has ended, and why, and closes.
  void say_end(EndReason reason);

 private:
  friend class Audience;

  virtual void on_run_overdue() {}

  Outlet::Account account() const override;
  void on_due(SteadyTime now);
  void catch_up(SteadyTime now);
  bool tell_source();
  bool send_more(SteadyTime now);
  SendStatus send_from(const SampleWindow& holder, std::uint64_t from, std::uint32_t count);

  DueCall<LogStream, &LogStream::on_due> due_{*this};
  Outlet& outlet_;
  CatchUp& catch_up_;
  std::shared_ptr<Audience> audience_;
  std::uint64_t next_ = 0;    // the first sample that was not sent; while it follows, the audience knows
  std::uint64_t unsent_ = 0;  // positions before next_ that were not sent over this connection
  std::size_t position_ = 0;  // in the audience's list, while it follows
  unsigned log_begun_ = 0;    // Audience::logs_begun() when it began
  const StreamKind kind_;
  bool knows_source_ = true;  // whether it was last told that the source is here
  bool follows_ = false;
  bool running_ = false;
};

}  // namespace sws
