// The whole server: workers with their listeners, and another one for whoever operates it, until it is told to
// stop.
#pragma once

#include <sys/signalfd.h>

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
#include "backend/admission/admission.hpp"
#include "backend/config/options.hpp"
#include "backend/http/static_site.hpp"
#include "backend/loop/frame_sender.hpp"
#include "backend/net/listening_sockets.hpp"
#include "backend/process/passed_sockets.hpp"
#include "backend/process/service_manager.hpp"
#include "backend/process/watchdog.hpp"
#include "backend/server/worker.hpp"

namespace sws {

class Server {
 public:
  // Reads the options again, for a reload.
  using ReadOptions = std::function<boost::system::result<Options, std::string>()>;

  // Listens at once, on the sockets passed or else where the options say; connections wait in the kernel until
  // run(). The error is one line for a person.
  static boost::system::result<std::unique_ptr<Server>, std::string> listen(const Options& options,
                                                                            ReadOptions read_options,
                                                                            ServiceManager manager,
                                                                            PassedSockets passed);

  // Of the first address that is listened on.
  const IpAddress& address() const { return address_; }
  std::uint16_t port() const { return port_; }

  // "127.0.0.1:8001", or empty.
  const std::string& admin() const { return admin_address_; }

  // "on", or "off" and why, for the log.
  const std::string& io_uring() const { return io_uring_; }

  // Serves until SIGINT or SIGTERM; then drains and returns in time. A second such signal ends it at once. SIGHUP
  // reloads the settings for the connections to come; wrong ones are refused, and the old ones stay.
  void run();

 private:
  struct Sockets {
    ListeningSockets streams;
    std::optional<ListeningSockets> admin;
  };
  using Senders = std::vector<std::unique_ptr<FrameSender>>;  // one a worker

  Server(const Options& options, ReadOptions read_options, ServiceManager manager, Sockets sockets, Senders senders,
         std::string io_uring);

  static boost::system::result<Sockets, std::string> open(const Options& options, PassedSockets passed);
  void await_signal();
  void stop(int signal);
  void reload();
  void on_worker_ended(std::size_t worker);
  void log_certificate() const;
  std::string status() const;

  boost::asio::io_context context_{1};  // of the main thread
  // From construction on, so that a signal sent as soon as the port is known is not missed.
  boost::asio::posix::stream_descriptor signals_;
  signalfd_siginfo signal_{};  // the last one
  boost::asio::steady_timer drain_delay_{context_};
  ReadOptions read_options_;
  ServiceManager manager_;
  std::optional<Watchdog> watchdog_;
  Options options_;               // as started with
  std::list<Settings> settings_;  // the last one holds; connections may still refer to those before
  Admission admission_;
  Settings admin_settings_;
  Admission admin_admission_;
  StaticSite site_;
  AdminSite admin_site_;
  IpAddress address_;
  std::uint16_t port_;
  std::string admin_address_;
  std::string io_uring_;
  std::list<Worker> workers_;
  std::optional<Worker> admin_worker_;
  std::size_t working_ = 0;  // workers, less the admin's, that have not ended
  bool stopping_ = false;
};

}  // namespace sws
