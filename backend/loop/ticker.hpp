// A TickSchedule on the steady clock: one timer for a whole io_context, armed only while somebody is waiting.
// Belongs to one worker and its thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "backend/loop/frame_sender.hpp"
#include "backend/loop/tick_schedule.hpp"

namespace sws {

class Ticker {
 public:
  Ticker(boost::asio::io_context& context, FrameSender& sender) : sender_(sender), timer_(context) {}

  void add(TickSchedule::Entry& entry, SteadyTime due);
  void remove(TickSchedule::Entry& entry) { schedule_.remove(entry); }
  FrameSender& sender() { return sender_; }  // gathers what one tick sends
  void stop();                               // calls nobody any more, so that the io_context can run out of work

 private:
  void arm();

  FrameSender& sender_;
  TickSchedule schedule_;
  boost::asio::steady_timer timer_;
  SteadyTime armed_for_ = SteadyTime::max();
  bool running_ = false;
  bool stopped_ = false;
};

}  // namespace sws
