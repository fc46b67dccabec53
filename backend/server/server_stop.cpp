// How a Server stops: it tells the load balancers, lets the workers drain, says how far they are, and ends even if
// one of them is stuck.
#include <boost/asio/post.hpp>
#include <utility>

#include "backend/process/log.hpp"
#include "backend/server/server.hpp"

namespace sws {
namespace {

using std::chrono::seconds;

constexpr seconds kStopMargin{10};  // for the last closing handshakes and the log, as the service manager is told

// Of that, so much for the closing handshakes (kDrainDeadline of the worker) and for threads that are busy. After a
// second signal there are no handshakes to wait for.
constexpr seconds kEndMargin{7};
constexpr seconds kEndAtOnceMargin{4};

constexpr seconds kProgressPeriod{5};  // of the lines that say how far draining is

constexpr const char* kSources = "the sources of the channels";
constexpr const char* kAdminListener = "the admin listener";

}  // namespace

std::string Server::worker_name(std::size_t number) {
  return "worker " + std::to_string(number + 1);
}

void Server::stop(int signal) {
  admin_site_.set_ready(false);
  log(LogLevel::info, "stopping", {{"signal", signal}});
  if (std::exchange(stopping_, true)) return stop_at_once();
  stopping_since_ = clock_.steady();
  const seconds drained = options_.drain_delay + options_.drain_period;
  await_end_within(drained + kEndMargin);
  manager_.stopping("Draining", drained + kStopMargin);
  drain_timer_.expires_after(options_.drain_delay);
  drain_timer_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    for (Worker& worker : workers_) worker.post_drain(options_.drain_period);
    log_draining();
  });
}

void Server::stop_at_once() {
  end_deadline_.begin(kEndAtOnceMargin);
  for (Worker& worker : workers_) worker.post_end();
}

void Server::await_end_within(seconds time) {
  for (std::size_t worker = 0; worker < workers_.size(); ++worker) end_deadline_.wait_for(worker_name(worker));
  end_deadline_.wait_for(kSources);
  if (admin_worker_) end_deadline_.wait_for(kAdminListener);
  end_deadline_.begin(time);
}

void Server::log_draining() {
  log(LogLevel::info, "draining", {{"viewers", static_cast<std::int64_t>(viewers())}});
  drain_timer_.expires_after(kProgressPeriod);
  drain_timer_.async_wait([this](boost::system::error_code error) {
    if (!error) log_draining();
  });
}

std::uint64_t Server::viewers() const {
  std::uint64_t opened = 0, closed = 0;
  for (const Worker& worker : workers_) {
    for (const Counter& kind : worker.metrics().streams_closed) closed += kind.value();
    for (const Counter& kind : worker.metrics().streams_opened) opened += kind.value();
  }
  return opened - closed;
}

void Server::on_worker_ended(std::size_t worker) {
  end_deadline_.has_ended(worker_name(worker));
  if (watchdog_) watchdog_->forget(worker);
  if (admin_worker_) admin_worker_->post_answer([this, worker] { roll_call_.forget(worker); });
  if (--working_ > 0) return;
  signals_.cancel();
  drain_timer_.cancel();
  if (watchdog_) watchdog_->stop();
}

void Server::end_the_rest() {
  for (Worker& worker : workers_) worker.join();
  const auto took = std::chrono::floor<seconds>(clock_.steady() - stopping_since_);
  log(LogLevel::info, "drained", {{"seconds", took.count()}});
  channels_.stop();
  end_deadline_.has_ended(kSources);
  if (admin_worker_) {
    admin_worker_->post_end();
    admin_worker_->join();
  }
  end_deadline_.has_ended(kAdminListener);
}

}  // namespace sws
