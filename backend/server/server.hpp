// The whole server: one worker per thread, and one for the admin listener. main() owns it. It lives on the main
// thread, which handles signals, reloads and the service manager while the workers serve.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/result.hpp>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/admin/admin_site.hpp"
#include "backend/admin/push.hpp"
#include "backend/admission/admission.hpp"
#include "backend/config/options.hpp"
#include "backend/http/static_site.hpp"
#include "backend/http/web_root.hpp"
#include "backend/loop/frame_sender.hpp"
#include "backend/loop/roll_call.hpp"
#include "backend/net/listening_sockets.hpp"
#include "backend/process/call_thread.hpp"
#include "backend/process/end_deadline.hpp"
#include "backend/process/passed_sockets.hpp"
#include "backend/process/process_signals.hpp"
#include "backend/process/service_manager.hpp"
#include "backend/process/watchdog.hpp"
#include "backend/server/channels.hpp"
#include "backend/server/stream_secret.hpp"
#include "backend/server/worker.hpp"

namespace sws {

class Server {
 public:
  // Reads the options again, for a reload. The error is one line for a person.
  using ReadOptions = std::function<boost::system::result<Options, std::string>()>;

  // Starts to listen, on the passed sockets if there are any, or else where the options say. Connections wait in
  // the kernel until start(). The error is one line for a person. REQUIRES: take_signals().
  static boost::system::result<std::unique_ptr<Server>, std::string> listen(const Options& options,
                                                                            ReadOptions read_options,
                                                                            ServiceManager manager,
                                                                            PassedSockets passed);

  ~Server();

  // The first address that the server listens on.
  const IpAddress& address() const { return address_; }
  std::uint16_t port() const { return port_; }

  // The address of the admin listener, such as "127.0.0.1:8001", or empty.
  const std::string& admin() const { return admin_address_; }

  // "on", "off", or "off" with the reason, for the log.
  const std::string& io_uring() const { return io_uring_; }

  // Starts the threads, which begin to serve. The error is one line for a person; then nothing runs.
  boost::system::result<void, std::string> start();

  // Waits until SIGINT or SIGTERM, or until the terminal is closed, then drains and returns. A second such signal
  // ends all connections at once. If a thread is stuck, the process ends without it (process/end_deadline.hpp).
  // SIGHUP reloads the settings for new connections; if they are wrong, the old ones stay. REQUIRES: start()
  // succeeded.
  void run();

 private:
  struct Sockets {
    ListeningSockets streams;
    std::optional<ListeningSockets> admin;
  };
  using Senders = std::vector<std::unique_ptr<FrameSender>>;  // one for each worker

  Server(const Options& options, ReadOptions read_options, ServiceManager manager, FileDescriptor signals,
         Sockets sockets, Senders senders, std::string io_uring);

  static boost::system::result<Sockets, std::string> open(const Options& options, PassedSockets passed);
  static boost::system::result<std::unique_ptr<Server>, std::string> make(const Options& options,
                                                                          ReadOptions read_options,
                                                                          ServiceManager manager,
                                                                          PassedSockets passed);
  void await_signal();
  void on_signal();
  void on_hang_up();

  // server_stop.cpp
  static std::string worker_name(std::size_t number);
  void stop(int signal);
  void stop_at_once();
  void await_end_within(std::chrono::seconds time);
  void log_draining();
  std::uint64_t viewers() const;
  void on_worker_ended(std::size_t worker);
  void end_the_rest();

  void reload();
  std::string try_reload();
  void apply(const Options& wanted, const StreamSecret& secret);
  void watch_workers();
  void tell_operators();
  void log_secret() const;
  void log_lone_secret() const;
  void log_certificate() const;
  std::string status() const;

  boost::asio::io_context context_{1};  // run by the main thread
  // Opened before the sockets, so that no signal is missed that arrives once the port is known.
  boost::asio::posix::stream_descriptor signals_;
  signalfd_siginfo signal_{};  // the latest signal
  boost::asio::steady_timer drain_timer_{context_};
  EndDeadline end_deadline_;
  Terminal terminal_;
  ReadOptions read_options_;
  ServiceManager manager_;
  std::optional<Watchdog> watchdog_;
  Options options_;  // in use, without the settings
  SystemClock clock_;
  StreamSecret secret_;
  Settings settings_;  // for new connections; existing ones keep theirs
  Admission admission_;
  Settings admin_settings_;
  Admission admin_admission_;
  StaticSite site_;
  std::shared_ptr<const WebRoot> web_root_;  // null without --web-root, as is the thread
  std::unique_ptr<CallThread> file_thread_;
  AdminSite admin_site_{clock_};
  PushSite push_site_;
  RollCall roll_call_;  // of the workers, for the admin listener, on whose thread it is
  IpAddress address_;
  std::uint16_t port_;
  std::string admin_address_;
  std::string io_uring_;
  // Outlives the workers: when they go, they let go of the last pushed numbers, and the listener hears of it.
  std::optional<Worker> admin_worker_;
  std::list<Worker> workers_;
  Channels channels_{workers_, clock_};
  std::size_t working_ = 0;  // workers that have not ended, without the admin worker
  bool stopping_ = false;
  bool reload_succeeded_ = true;  // the last one
  WallTime settings_read_at_;     // of the settings in use
  SteadyTime stopping_since_;
};

}  // namespace sws
