// One thread with everything it needs: an io_context, a ticker, listeners of its own, and the connections it
// accepted. Workers share nothing but the read-only site and settings. What begins with post_ may be called from
// any thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <list>
#include <memory>
#include <thread>
#include <vector>

#include "backend/connection.hpp"
#include "backend/frame_sender.hpp"
#include "backend/http_session.hpp"
#include "backend/listener.hpp"
#include "backend/listening_sockets.hpp"
#include "backend/static_site.hpp"
#include "backend/stream_settings.hpp"
#include "backend/ticker.hpp"
#include "backend/tls_context.hpp"

namespace sws {

class Worker {
 public:
  // `site`, `settings` and `transport_security` (HttpSession's) must outlive the worker.
  Worker(const StaticSite& site, const StreamSettings& settings, const std::string& transport_security,
         TlsContext tls, std::unique_ptr<FrameSender> sender, std::vector<FileDescriptor> sockets);

  void start();                   // begins to accept, on a thread of its own
  void post_tls(TlsContext tls);  // for connections accepted from now on
  void post_drain();              // stops accepting, ends every connection politely, and in the end by force
  void join() { thread_.join(); }

 private:
  struct ForcedEnd final : TickSchedule::Entry {
    explicit ForcedEnd(ConnectionSet& set) : connections(set) {}
    void on_due(SteadyTime) override { connections.abort_all(); }
    ConnectionSet& connections;
  };

  void drain();

  boost::asio::io_context context_{1};  // run by one thread
  std::unique_ptr<FrameSender> sender_;
  Ticker ticker_{context_, *sender_};
  ConnectionSet connections_;
  ForcedEnd forced_end_{connections_};
  HttpSession::Upgrade upgrade_;
  TlsContext tls_;
  std::list<Listener> listeners_;
  std::thread thread_;
};

}  // namespace sws
