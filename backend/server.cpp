#include "backend/server.hpp"

#include <sys/resource.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <sstream>
#include <utility>

#include "backend/entropy.hpp"
#include "backend/io_uring_sender.hpp"
#include "backend/log.hpp"

namespace sws {
namespace {

constexpr std::uint32_t kReservedFiles = 100;  // of the open-file limit: what is not a connection, and some air
constexpr std::uint32_t kRefusedPerWorker = 64;
constexpr AdmissionLimits kAdminLimits{.connections = 64, .remote = {}, .loopback = {}};

// Raises the limit of open files as far as this process may, and returns it.
std::uint64_t raise_open_file_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

AdmissionLimits with_total(AdmissionLimits limits, unsigned threads) {
  const std::uint64_t files = raise_open_file_limit();
  const std::uint64_t reserved = kReservedFiles + std::uint64_t{kRefusedPerWorker} * threads;
  const auto most = static_cast<std::uint32_t>(files > 2 * reserved ? files - reserved : files / 2);
  limits.connections = limits.connections == 0 ? most : std::min(limits.connections, most);
  return limits;
}

Settings with_secret(Settings settings, const Secret& secret) {
  settings.secret = secret;
  return settings;
}

// The admin listener is for this machine, or one behind it.
Settings without_tls(Settings settings) {
  settings.tls = {};
  return settings;
}

std::string endpoint_text(const AdminEndpoint& endpoint, std::uint16_t port) {
  std::ostringstream text;
  text << boost::asio::ip::tcp::endpoint(endpoint.address, port);
  return text.str();
}

}  // namespace

boost::system::result<std::unique_ptr<Server>, std::string> Server::listen(const Options& options,
                                                                           ReadOptions read_options) {
  auto streams =
      open_listening_sockets(options.addresses, options.port, options.threads, options.default_addresses);
  if (!streams) return "--address, --port: " + streams.error();
  Sockets sockets{std::move(*streams), {}};
  if (options.admin) {
    auto admin = open_listening_sockets({options.admin->address}, options.admin->port, 1, false);
    if (admin) {
      sockets.admin = std::move(*admin);
    } else if (options.admin_chosen) {
      return "--admin: " + admin.error();
    } else {
      log(LogLevel::warn, "admin_off", {{"reason", admin.error()}});
    }
  }
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
  return std::unique_ptr<Server>(
      new Server(options, std::move(read_options), std::move(sockets), std::move(senders), std::move(io_uring)));
}

Server::Server(const Options& options, ReadOptions read_options, Sockets sockets, Senders senders,
               std::string io_uring)
    : read_options_(std::move(read_options)),
      options_(options),
      settings_{with_secret(options.settings, options.secret.value_or(random_secret()))},
      admission_(with_total(options.settings.admission, options.threads)),
      admin_settings_(without_tls(options.settings)),
      admin_admission_(kAdminLimits),
      site_(options.web_root.empty() ? StaticSite() : StaticSite(options.web_root)),
      port_(sockets.streams.port),
      io_uring_(std::move(io_uring)) {
  for (std::size_t worker = 0; worker < senders.size(); ++worker) {
    workers_.emplace_back(site_, settings_.back(), admission_, std::move(senders[worker]),
                          std::move(sockets.streams.by_worker[worker]), true);
    admin_site_.add(workers_.back().metrics());
  }
  if (sockets.admin) {
    admin_address_ = endpoint_text(*options.admin, sockets.admin->port);
    admin_worker_.emplace(admin_site_, admin_settings_, admin_admission_, std::make_unique<FrameSender>(),
                          std::move(sockets.admin->by_worker.front()), false);
  }
  log_certificate();
}

void Server::run() {
  await_signal();
  working_ = workers_.size();
  for (Worker& worker : workers_) {
    worker.start([this] { boost::asio::post(context_, [this] { on_worker_ended(); }); });
  }
  if (admin_worker_) admin_worker_->start([] {});
  admin_site_.set_ready(true);
  context_.run();
  for (Worker& worker : workers_) worker.join();
  if (admin_worker_) {
    admin_worker_->post_abort();
    admin_worker_->join();
  }
  log(LogLevel::info, "stopped");
}

void Server::await_signal() {
  signals_.async_wait([this](boost::system::error_code error, int signal) {
    if (error) return;
    signal == SIGHUP ? reload() : stop(signal);
    await_signal();
  });
}

void Server::stop(int signal) {
  log(LogLevel::info, "stopping", {{"signal", signal}});
  if (std::exchange(stopping_, true)) {
    for (Worker& worker : workers_) worker.post_abort();
    return;
  }
  admin_site_.set_ready(false);
  drain_delay_.expires_after(options_.drain_delay);
  drain_delay_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    log(LogLevel::info, "draining");
    for (Worker& worker : workers_) worker.post_drain(options_.drain_period);
  });
}

void Server::on_worker_ended() {
  if (--working_ > 0) return;
  signals_.cancel();
  drain_delay_.cancel();
}

void Server::reload() {
  const auto read = read_options_();
  if (!read) return log(LogLevel::error, "reload_refused", {{"reason", read.error()}});
  // A secret of the server's own is kept, or else no stream could be resumed.
  const Secret secret = read->secret.value_or(settings_.back().secret);
  settings_.push_back(with_secret(read->settings, secret));
  for (Worker& worker : workers_) worker.post_settings(settings_.back());
  admission_.set_limits(with_total(read->settings.admission, options_.threads));
  set_up_log(read->log_level, read->log_format);
  log(LogLevel::info, "reloaded");
  log_certificate();
}

void Server::log_certificate() const {
  const TlsContext& tls = settings_.back().tls;
  if (!tls) return;
  log(LogLevel::info, "certificate", {{"expires", tls.expiry()}});
  if (const std::string warning = tls.warning(); !warning.empty()) {
    log(LogLevel::warn, "certificate_warning", {{"reason", warning}});
  }
}

}  // namespace sws
