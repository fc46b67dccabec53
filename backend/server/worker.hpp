// One thread with everything it needs: an io_context, a ticker, listeners of its own, and the connections it
// accepted. Workers share nothing but the read-only site and settings, and who is admitted. The post_…() functions
// may be called from any thread; what they ask for is done on the worker's.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <thread>
#include <vector>

#include "backend/admission/admission.hpp"
#include "backend/config/settings.hpp"
#include "backend/connection/connection.hpp"
#include "backend/connection/metrics.hpp"
#include "backend/http/http_session.hpp"
#include "backend/http/static_site.hpp"
#include "backend/loop/due_call.hpp"
#include "backend/loop/frame_sender.hpp"
#include "backend/loop/timer_ticker.hpp"
#include "backend/net/listener.hpp"
#include "backend/net/listening_sockets.hpp"
#include "backend/net/tls_context.hpp"

namespace sws {

class Worker {
 public:
  // What is references must outlive the worker. Without `streams` it serves the site and nothing else.
  Worker(const Site& site, const Settings& settings, Admission& admission, std::unique_ptr<FrameSender> sender,
         std::vector<FileDescriptor> sockets, bool streams);

  // Begins to accept, on a thread of its own, which calls `ended` as its last act.
  void start(std::function<void()> ended);

  void post_settings(const Settings& settings);           // for the connections to come
  void post_drain(std::chrono::seconds period);           // accepts no more; ends all politely within the period
  void post_abort();                                      // accepts no more; ends all at once
  void post_answer(std::function<void()> still_working);  // called soon, if the thread is not stuck
  void join() { thread_.join(); }

  const Metrics& metrics() const { return metrics_; }

 private:
  void accept(TcpSocket socket, const IpAddress& peer);
  void check_peers(SteadyTime now);
  void give_memory_back();
  void drain(std::chrono::seconds period);
  void drain_step(SteadyTime now);
  void end_all(SteadyTime) { connections_.end_all(); }

  boost::asio::io_context context_{1};  // run by one thread
  std::unique_ptr<FrameSender> sender_;
  SystemClock clock_;
  TimerTicker ticker_{context_, clock_, *sender_};
  Metrics metrics_;
  Admission refused_;  // who is not admitted, and is told so
  ConnectionSet connections_{context_.get_executor(), metrics_};
  HttpService service_;
  DueCall<Worker, &Worker::check_peers> check_peers_{*this};
  DueCall<Worker, &Worker::drain_step> drain_step_{*this};
  DueCall<Worker, &Worker::end_all> end_all_{*this};
  SteadyTime drained_at_;  // when the last connection is to be asked
  bool checking_ = false;
  std::size_t most_connections_ = 0;  // since memory was given back
  std::list<Listener> listeners_;
  std::thread thread_;
};

}  // namespace sws
