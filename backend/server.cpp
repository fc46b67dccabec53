#include "backend/server.hpp"

#include <spdlog/spdlog.h>

#include "backend/entropy.hpp"

namespace sws {

boost::system::result<std::unique_ptr<Server>, std::string> Server::listen(const Options& options) {
  auto sockets =
      open_listening_sockets(options.addresses, options.port, options.threads, options.default_addresses);
  if (!sockets) return sockets.error();
  return std::unique_ptr<Server>(new Server(options, std::move(*sockets)));
}

Server::Server(const Options& options, ListeningSockets sockets)
    : site_(options.web_root.empty() ? StaticSite() : StaticSite(options.web_root)),
      settings_{options.stream, options.secret.value_or(random_secret()), options.resume_window,
                options.handshake_timeout},
      port_(sockets.port) {
  for (auto& of_worker : sockets.by_worker) workers_.emplace_back(site_, settings_, std::move(of_worker));
}

void Server::run() {
  signals_.async_wait([this](boost::system::error_code, int signal) {
    spdlog::info("event=stopping signal={}", signal);
    for (Worker& worker : workers_) worker.post_drain();
  });
  for (Worker& worker : workers_) worker.start();
  signal_context_.run();
  for (Worker& worker : workers_) worker.join();
  spdlog::info("event=stopped");
}

}  // namespace sws
