#include "backend/server.hpp"

#include <spdlog/spdlog.h>

#include <utility>

#include "backend/entropy.hpp"
#include "backend/io_uring_sender.hpp"

namespace sws {

boost::system::result<std::unique_ptr<Server>, std::string> Server::listen(const Options& options) {
  auto sockets =
      open_listening_sockets(options.addresses, options.port, options.threads, options.default_addresses);
  if (!sockets) return sockets.error();
  Senders senders;
  std::string io_uring = options.io_uring == IoUring::off ? "off" : "on";
  while (senders.size() < options.threads && io_uring == "on") {
    auto sender = IoUringSender::create();
    if (sender) {
      senders.push_back(std::move(*sender));
    } else if (options.io_uring == IoUring::on) {
      return "--io-uring is on, but " + sender.error() + "; with auto or off the server works without it";
    } else {
      io_uring = "off (" + sender.error() + ")";
      senders.clear();
    }
  }
  while (senders.size() < options.threads) senders.push_back(std::make_unique<FrameSender>());
  return std::unique_ptr<Server>(new Server(options, std::move(*sockets), std::move(senders), std::move(io_uring)));
}

Server::Server(const Options& options, ListeningSockets sockets, Senders senders, std::string io_uring)
    : site_(options.web_root.empty() ? StaticSite() : StaticSite(options.web_root)),
      settings_{options.stream, options.secret.value_or(random_secret()), options.resume_window,
                options.handshake_timeout},
      tls_files_(options.tls_files),
      transport_security_(
          options.hsts_max_age.count() > 0 ? "max-age=" + std::to_string(options.hsts_max_age.count()) : ""),
      port_(sockets.port),
      io_uring_(std::move(io_uring)) {
  for (std::size_t worker = 0; worker < senders.size(); ++worker) {
    workers_.emplace_back(site_, settings_, transport_security_, options.tls, std::move(senders[worker]),
                          std::move(sockets.by_worker[worker]));
  }
  if (!options.tls) return;
  hang_up_.add(SIGHUP);
  log_certificate(options.tls);
}

void Server::run() {
  signals_.async_wait([this](boost::system::error_code, int signal) {
    spdlog::info("event=stopping signal={}", signal);
    stopping_ = true;
    hang_up_.cancel();
    for (Worker& worker : workers_) worker.post_drain();
  });
  await_reload();
  for (Worker& worker : workers_) worker.start();
  signal_context_.run();
  for (Worker& worker : workers_) worker.join();
  spdlog::info("event=stopped");
}

void Server::await_reload() {
  hang_up_.async_wait([this](boost::system::error_code error, int) {
    if (error || stopping_) return;
    reload();
    await_reload();
  });
}

void Server::reload() {
  const auto tls = TlsContext::load(tls_files_);
  if (!tls) {
    spdlog::error("event=reload_refused reason=\"{}\"", tls.error());
    return;
  }
  for (Worker& worker : workers_) worker.post_tls(*tls);
  spdlog::info("event=reloaded");
  log_certificate(*tls);
}

void Server::log_certificate(const TlsContext& tls) const {
  spdlog::info("event=certificate file=\"{}\" expires={}", tls_files_.certificate, tls.expiry());
  if (const std::string warning = tls.warning(); !warning.empty()) {
    spdlog::warn("event=certificate_warning reason=\"{}\"", warning);
  }
}

}  // namespace sws
