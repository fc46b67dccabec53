#include "backend/process/watchdog.hpp"

#include <boost/asio/post.hpp>
#include <utility>

namespace sws {

void Watchdog::start() {
  timer_.expires_after(period_);
  timer_.async_wait([this](boost::system::error_code) {
    if (!stopped_) start();
  });
  ask_all();
}

void Watchdog::stop() {
  stopped_ = true;
  timer_.cancel();
}

void Watchdog::ask_all() {
  if (unanswered_ > 0) return;  // the last question is still open; a late answer to it counts
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    if (threads_[i].ended) continue;
    ++unanswered_;
    threads_[i].asked = true;
  }
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    if (threads_[i].ended) continue;
    threads_[i].ask([this, i] { boost::asio::post(context_, [this, i] { on_answer(i); }); });
  }
}

void Watchdog::forget(std::size_t thread) {
  threads_[thread].ended = true;
  on_answer(thread);
}

void Watchdog::on_answer(std::size_t thread) {
  if (!std::exchange(threads_[thread].asked, false)) return;
  if (--unanswered_ == 0) say_alive_();
}

}  // namespace sws
