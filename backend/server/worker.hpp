// One thread with everything that it needs: an io_context, a ticker, its own listeners, and the connections that it
// accepted. The server owns the workers, which share only the read-only site and the admission limits. The post_…()
// functions may be called from any thread; their work is done on the worker's.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "backend/admission/admission.hpp"
#include "backend/channel/log_feed.hpp"
#include "backend/config/settings.hpp"
#include "backend/connection/connection.hpp"
#include "backend/connection/metrics.hpp"
#include "backend/connection/proxied_connection.hpp"
#include "backend/http/http_session.hpp"
#include "backend/http/static_site.hpp"
#include "backend/loop/due_call.hpp"
#include "backend/loop/frame_sender.hpp"
#include "backend/loop/timer_ticker.hpp"
#include "backend/net/listener.hpp"
#include "backend/net/listening_sockets.hpp"
#include "backend/server/departed_crowd.hpp"
#include "backend/server/stream_upgrader.hpp"
#include "backend/stream/audience.hpp"
#include "backend/stream/channel_streams.hpp"

namespace sws {

class Worker {
 public:
  // How many connections that are not admitted may wait for the answer that says so, at the same time.
  static constexpr std::uint32_t kMaxRefused = 64;

  // `site`, `files` and `admission` must outlive the worker. Without `streams` it serves only the site, and
  // only to operators.
  Worker(const Site& site, WebFiles files, const Settings& settings, Admission& admission,
         std::unique_ptr<FrameSender> sender, std::vector<FileDescriptor> sockets, bool streams);

  // Lets `handler`, which must outlive the worker, take what is POSTed. REQUIRES: start() was not called.
  void take_posts(PostHandler& handler) { service_.posts = &handler; }

  // Lets the answers of the site that need them wait for the workers of `roll_call`, which must outlive the worker.
  // REQUIRES: start() was not called.
  void ask_workers(RollCall& roll_call) { service_.roll_call = &roll_call; }

  // Makes this worker's side of a received channel, of which it keeps `history` samples; what is older is in
  // `archive`, unless that is null. REQUIRES: nothing was appended to `feed`.
  std::shared_ptr<Audience> new_audience(LogFeed& feed, std::size_t history, std::shared_ptr<LogArchive> archive);

  // Starts the thread and accepts connections. The thread calls `ended` as its last action.
  void start(std::function<void()> ended);

  void post_settings(const Settings& settings);                                  // for new connections
  void post_channel(std::string name, std::shared_ptr<ChannelStreams> streams);  // StreamUpgrader::set_channel()
  void post_shared_secret(const Secret& secret, std::uint64_t first);  // StreamUpgrader::change_shared_secret()
  void post_drain(std::chrono::seconds period);  // stops accepting, and drains all connections within the period
  void post_end();                               // stops accepting, and ends all connections at once
  void post_answer(std::function<void()> still_working);  // called on the worker's thread, if it is not stuck
  void join() { thread_.join(); }

  const Metrics& metrics() const { return metrics_; }

 private:
  // The place of an accepted connection, and the answer to its requests if it was not admitted.
  struct Entry {
    Admission::Slot slot;
    std::optional<Refusal> refusal;
  };

  void accept(TcpSocket socket, const IpAddress& peer);
  Connection* serve_proxied(ProxiedSocket proxied, const std::optional<Refusal>& refusal);
  Connection& serve(TcpSocket socket, const IpAddress& peer, Entry entry);
  Connection& adopt(std::unique_ptr<Connection> connection);
  std::optional<Entry> enter(boost::system::result<Admission::Slot, NotAdmitted> admitted, SteadyTime now);
  bool is_trusted(const IpAddress& address) const;
  bool may_answer(NotAdmitted why, SteadyTime now);
  void check_peers(SteadyTime now);
  void watch_crowd(SteadyTime now);
  void drain(std::chrono::seconds period);
  void drain_step(SteadyTime now);
  void end_all(SteadyTime) { connections_.end_all(); }

  boost::asio::io_context context_{1};  // run by one thread
  std::unique_ptr<FrameSender> sender_;
  SystemClock clock_;
  TimerTicker ticker_{context_, clock_, *sender_};
  Metrics metrics_;
  Admission refused_;  // limits the connections that get an answer that they are not admitted
  TokenBucket refused_handshakes_;
  ConnectionSet connections_{context_.get_executor(), metrics_};
  StreamUpgrader upgrader_{connections_, ticker_};
  HttpService service_;
  DueCall<Worker, &Worker::check_peers> check_peers_{*this};
  DueCall<Worker, &Worker::watch_crowd> watch_crowd_{*this};
  DueCall<Worker, &Worker::drain_step> drain_step_{*this};
  DueCall<Worker, &Worker::end_all> end_all_{*this};
  SteadyTime drained_at_;  // when the last connection is asked to drain
  bool checking_ = false;
  // The shortest of StreamConnection::check_period() so far: older connections keep their settings.
  std::chrono::milliseconds check_period_;
  DepartedCrowd crowd_;
  bool watching_crowd_ = false;
  std::list<Listener> listeners_;
  std::thread thread_;
};

}  // namespace sws
