// Says that this process works, as often as the service manager wants to hear it: whenever each of its threads has
// answered, twice in an interval. A thread that is stuck does not answer, the process falls silent, and the manager
// starts it anew. Lives on the main thread, which is watched by being the one that speaks.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <vector>

namespace sws {

class Watchdog {
 public:
  // Asks a thread, which calls `answer` if it is not stuck; from any thread.
  using Ask = std::function<void(std::function<void()> answer)>;

  // `say_alive` is called at least once in `interval` if all is well.
  Watchdog(boost::asio::io_context& context, std::chrono::microseconds interval, std::function<void()> say_alive)
      : context_(context), timer_(context), period_(interval / 2), say_alive_(std::move(say_alive)) {}

  // Before start(). The threads are numbered in this order.
  void watch(Ask ask) { threads_.push_back({std::move(ask)}); }

  void start();
  void forget(std::size_t thread);  // it has ended, and need not answer
  void stop() { timer_.cancel(); }

 private:
  struct Thread {
    Ask ask;
    bool asked = false;
    bool ended = false;
  };

  void on_answer(std::size_t thread);

  boost::asio::io_context& context_;
  boost::asio::steady_timer timer_;
  std::chrono::microseconds period_;
  std::function<void()> say_alive_;
  std::vector<Thread> threads_;
  std::size_t unanswered_ = 0;
};

}  // namespace sws
