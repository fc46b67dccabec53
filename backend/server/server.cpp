#include "backend/server/server.hpp"

#include <signal.h>
#include <string.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <cstring>
#include <sstream>
#include <system_error>
#include <utility>

#include "backend/loop/event_loop_probe.hpp"
#include "backend/loop/io_uring_sender.hpp"
#include "backend/process/log.hpp"
#include "backend/process/memory_limit.hpp"
#include "backend/process/secret_file.hpp"
#include "backend/server/settings_in_use.hpp"

namespace sws {
namespace {

constexpr AdmissionLimits kAdminLimits{.connections = 64, .remote = {}, .loopback = {}};

constexpr const char* kFewerThreads = "; raise the limit, or give the server fewer --threads";

std::string out_of_files(unsigned threads) {
  return "the open-file limit of " + std::to_string(raise_open_file_limit()) +
         " (ulimit -n, LimitNOFILE=) is too low for " + std::to_string(threads) + " threads" + kFewerThreads;
}

std::string endpoint_text(const IpAddress& address, std::uint16_t port) {
  std::ostringstream text;
  text << boost::asio::ip::tcp::endpoint(address, port);
  return text.str();
}

// The addresses of sockets that a service manager passes are not among the options.
bool is_loopback_only(const Options& options, const IpAddress& first) {
  const auto is_loopback = [](const IpAddress& address) { return address.is_loopback(); };
  return is_loopback(first) && std::all_of(options.addresses.begin(), options.addresses.end(), is_loopback);
}

}  // namespace

boost::system::result<Server::Sockets, std::string> Server::open(const Options& options, PassedSockets passed) {
  const bool opens = passed.streams.empty();
  auto streams =
      opens ? open_listening_sockets(options.addresses, options.port, options.threads, options.default_addresses)
            : share_listening_sockets(std::move(passed.streams), options.threads);
  if (!opens && (!options.default_addresses || options.port != Options().port)) {
    log(LogLevel::warn, "option_ignored",
        {{"reason", "the service manager passes the sockets, so that --address and --port have no effect"}});
  }
  if (!streams) return (opens ? "--address, --port: " : "") + streams.error();
  Sockets sockets{std::move(*streams), {}};
  if (!options.admin) {
    if (passed.admin.empty()) return sockets;
    return std::string(
        "--admin is off, but the service manager passes a socket named admin: remove one of the two");
  }
  auto admin = passed.admin.empty()
                   ? open_listening_sockets({options.admin->address}, options.admin->port, 1, false)
                   : share_listening_sockets(std::move(passed.admin), 1);
  if (admin) {
    sockets.admin = std::move(*admin);
  } else if (options.admin_chosen) {
    return "--admin: " + admin.error();
  } else {
    log(LogLevel::warn, "admin_off", {{"reason", admin.error()}});
  }
  return sockets;
}

boost::system::result<std::unique_ptr<Server>, std::string> Server::listen(const Options& options,
                                                                           ReadOptions read_options,
                                                                           ServiceManager manager,
                                                                           PassedSockets passed) {
  raise_open_file_limit();
  if (std::string fault = try_out_event_loop(); !fault.empty()) return fault;
  try {
    return make(options, std::move(read_options), std::move(manager), std::move(passed));
  } catch (const boost::system::system_error& error) {
    if (error.code() == boost::system::errc::too_many_files_open) return out_of_files(options.threads);
    return std::string("the server cannot be set up: ") + error.what();
  }
}

boost::system::result<std::unique_ptr<Server>, std::string> Server::make(const Options& options,
                                                                         ReadOptions read_options,
                                                                         ServiceManager manager,
                                                                         PassedSockets passed) {
  FileDescriptor signals = open_signals();
  if (signals.get() < 0) return std::string("signals cannot be received: signalfd: ") + std::strerror(errno);
  auto sockets = open(options, std::move(passed));
  if (!sockets) return sockets.error();
  Senders senders;
  std::string io_uring = options.io_uring == IoUring::off ? "off" : "on";
  while (senders.size() < options.threads && io_uring == "on") {
    auto sender = IoUringSender::create([](const std::string& why) {
      log(LogLevel::warn, "io_uring_off", {{"reason", why}});
    });
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
  return std::unique_ptr<Server>(new Server(options, std::move(read_options), std::move(manager),
                                            std::move(signals), std::move(*sockets), std::move(senders),
                                            std::move(io_uring)));
}

Server::Server(const Options& options, ReadOptions read_options, ServiceManager manager, FileDescriptor signals,
               Sockets sockets, Senders senders, std::string io_uring)
    : signals_(context_, signals.release()),
      read_options_(std::move(read_options)),
      manager_(std::move(manager)),
      options_(options),
      secret_(choose_secret(options, nullptr)),
      settings_(with_secrets(options.settings, secret_.secrets, clock_)),
      admission_(with_total(options.settings.admission, options)),
      admin_settings_(for_operators(options.settings)),
      admin_admission_(kAdminLimits),
      web_root_(options.web_root.empty() ? nullptr : std::make_shared<const WebRoot>(options.web_root)),
      file_thread_(web_root_ ? std::make_unique<CallThread>() : nullptr),
      push_site_(clock_, [this](std::function<void()> call) { admin_worker_->post_answer(std::move(call)); }),
      roll_call_(clock_, [this](std::function<void()> call) { admin_worker_->post_answer(std::move(call)); }),
      address_(sockets.streams.address),
      port_(sockets.streams.port),
      io_uring_(std::move(io_uring)) {
  for (std::size_t worker = 0; worker < senders.size(); ++worker) {
    workers_.emplace_back(site_, WebFiles{web_root_, file_thread_.get()}, settings_, admission_,
                          std::move(senders[worker]), std::move(sockets.streams.by_worker[worker]), true);
    admin_site_.add(workers_.back().metrics());
    roll_call_.add(worker_name(worker), [&asked = workers_.back()](std::function<void()> answer) {
      asked.post_answer(std::move(answer));
    });
  }
  if (sockets.admin) {
    admin_address_ = endpoint_text(sockets.admin->address, sockets.admin->port);
    admin_worker_.emplace(admin_site_, WebFiles(), admin_settings_, admin_admission_,
                          std::make_unique<FrameSender>(), std::move(sockets.admin->by_worker.front()), false);
    admin_worker_->take_posts(push_site_);
    admin_worker_->ask_workers(roll_call_);
    admin_site_.ask_workers(roll_call_);
  }
  channels_.apply(settings_);
  push_site_.set_channels(channels_.push_channels());
  admin_site_.set_channels([this] { return channels_.counters(); });
  options_.settings = {};  // frees the first certificate and key, which a reload replaces
  log_secret();
  if (!is_loopback_only(options_, address_)) log_lone_secret();
  settings_read_at_ = clock_.wall();
  tell_operators();
  log_certificate();
}

boost::system::result<void, std::string> Server::start() {
  std::vector<Worker*> started;
  try {
    if (file_thread_) file_thread_->start();
    std::size_t number = 0;
    for (Worker& worker : workers_) {
      worker.start([this, number] { boost::asio::post(context_, [this, number] { on_worker_ended(number); }); });
      started.push_back(&worker);
      ++number;
    }
    channels_.start();
    if (admin_worker_) admin_worker_->start([] {});
  } catch (const std::system_error& error) {
    for (Worker* worker : started) worker->post_end();
    for (Worker* worker : started) worker->join();
    return "cannot start " + std::to_string(workers_.size()) + " threads: " + error.code().message() +
           " (ulimit -u, TasksMax=)" + kFewerThreads;
  }
  working_ = workers_.size();
  admin_site_.set_ready(true);
  return {};
}

// Nothing is handed over to the workers once they do not exist any more.
Server::~Server() {
  if (file_thread_) file_thread_->stop();
}

void Server::run() {
  await_signal();
  manager_.ready(status());
  watch_workers();
  context_.run();
  end_the_rest();
  log(LogLevel::info, "stopped");
}

// The admin worker is the last one, so that the others have the numbers that on_worker_ended() knows.
void Server::watch_workers() {
  if (!manager_.watchdog()) return;
  watchdog_.emplace(context_, *manager_.watchdog(), [this] { manager_.alive(); });
  const auto watch = [this](Worker& worker) {
    watchdog_->watch([&worker](std::function<void()> answer) { worker.post_answer(std::move(answer)); });
  };
  for (Worker& worker : workers_) watch(worker);
  if (admin_worker_) watch(*admin_worker_);
  watchdog_->start();
}

void Server::await_signal() {
  const auto into = boost::asio::buffer(&signal_, sizeof signal_);
  signals_.async_read_some(into, [this](boost::system::error_code error, std::size_t) {
    if (error) return;
    on_signal();
    await_signal();
  });
}

void Server::on_signal() {
  const int signal = static_cast<int>(signal_.ssi_signo);
  if (signal == SIGHUP) return on_hang_up();
  if (signal == SIGTERM || signal == SIGINT) return stop(signal);
  log(LogLevel::warn, "signal_ignored",
      {{"signal", sigabbrev_np(signal)}, {"reason", "HUP reloads the settings, TERM and INT stop the server"}});
}

void Server::on_hang_up() {
  if (!terminal_.is_closed_by(signal_)) return reload();
  log(LogLevel::info, "terminal_closed");
  if (!terminal_.is_optional() && !stopping_) stop(SIGHUP);  // the kernel and the shell may both say so
}

void Server::tell_operators() {
  ServerFacts facts{.secret_fingerprint = fingerprint_of(secret_.secrets.signing()),
                    .certificate_expiry = settings_.tls ? settings_.tls.expiry_time() : std::nullopt,
                    .connections_limit = admission_.connections_limit(),
                    .memory_limit = memory_limit(),
                    .reload_succeeded = reload_succeeded_,
                    .settings_read_at = settings_read_at_,
                    .channels = {}};
  for (const ChannelSettings& channel : settings_.channels) facts.channels.push_back(channel.source);
  admin_site_.set_facts(std::move(facts));
}

std::string Server::status() const {
  return "Serving on " + endpoint_text(address_, port_) +
         (admin_address_.empty() ? "" : ", operated on " + admin_address_);
}

}  // namespace sws
