// A Ticker on an io_context: one timer for all entries, armed only while one of them waits.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "backend/loop/ticker.hpp"

namespace sws {

class TimerTicker final : public Ticker {
 public:
  TimerTicker(boost::asio::io_context& context, const Clock& clock, FrameSender& sender)
      : Ticker(clock, sender), timer_(context) {}

  void stop();  // calls no entry any more, so that the io_context can run out of work

 private:
  void wake_at(SteadyTime time) override;

  boost::asio::steady_timer timer_;
  SteadyTime armed_for_ = SteadyTime::max();
  bool stopped_ = false;
};

}  // namespace sws
