// Tells the service manager at regular intervals that this process works. Twice per interval it asks each thread,
// and it reports once all have answered. If a thread is stuck, no report is sent and the manager restarts the
// process. It runs on the main thread, which is thereby watched as well.
#pragma once

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <vector>

namespace sws {

class Watchdog {
 public:
  // Makes a thread call `answer`, which may be called from any thread.
  using Ask = std::function<void(std::function<void()> answer)>;

  // If no thread is stuck, `say_alive` is called at least once per `interval`. `context` must outlive the watchdog.
  Watchdog(boost::asio::io_context& context, std::chrono::microseconds interval, std::function<void()> say_alive)
      : context_(context),
        timer_(context),
        period_(std::max(interval / 2, kShortestPeriod)),
        say_alive_(std::move(say_alive)) {}

  // Must be called before start(). The first thread has number 0.
  void watch(Ask ask) { threads_.push_back({std::move(ask)}); }

  void start();
  void forget(std::size_t thread);  // the thread has ended and will not answer any more
  void stop();

  // A manager that expects more would have the threads do nothing else.
  static constexpr std::chrono::microseconds kShortestPeriod{1'000};

 private:
  struct Thread {
    Ask ask;
    bool asked = false;
    bool ended = false;
  };

  void ask_all();
  void on_answer(std::size_t thread);

  boost::asio::io_context& context_;
  boost::asio::steady_timer timer_;
  std::chrono::microseconds period_;
  std::function<void()> say_alive_;
  std::vector<Thread> threads_;
  std::size_t unanswered_ = 0;
  bool stopped_ = false;  // a timer that has fired already is not cancelled
};

}  // namespace sws
