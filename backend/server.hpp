// The whole server: workers with their listeners, until it is told to stop.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/system/result.hpp>
#include <csignal>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "backend/frame_sender.hpp"
#include "backend/listening_sockets.hpp"
#include "backend/options.hpp"
#include "backend/static_site.hpp"
#include "backend/stream_settings.hpp"
#include "backend/worker.hpp"

namespace sws {

class Server {
 public:
  // Listens at once; connections wait in the kernel until run(). The error is one line for a person.
  static boost::system::result<std::unique_ptr<Server>, std::string> listen(const Options& options);

  std::uint16_t port() const { return port_; }

  // "on", or "off" and why, for the log.
  const std::string& io_uring() const { return io_uring_; }

  // Serves until SIGINT or SIGTERM; then stops accepting, closes every stream with 1001 and returns within seconds.
  // With TLS SIGHUP reloads.
  void run();

 private:
  using Senders = std::vector<std::unique_ptr<FrameSender>>;  // one a worker

  Server(const Options& options, ListeningSockets sockets, Senders senders, std::string io_uring);

  // Reads the certificate anew, for connections accepted from then on; those that are there keep theirs. If it is
  // no good everything stays as it is, and the log says so.
  void reload();
  void await_reload();
  void log_certificate(const TlsContext& tls) const;

  // Signals are caught from construction on, so that one sent as soon as the port is known is not missed.
  boost::asio::io_context signal_context_{1};
  boost::asio::signal_set signals_{signal_context_, SIGINT, SIGTERM};
  boost::asio::signal_set hang_up_{signal_context_};  // without TLS there is nothing to reload, and SIGHUP ends us
  StaticSite site_;
  StreamSettings settings_;
  TlsFiles tls_files_;
  std::string transport_security_;
  std::uint16_t port_;
  std::string io_uring_;
  bool stopping_ = false;
  std::list<Worker> workers_;
};

}  // namespace sws
