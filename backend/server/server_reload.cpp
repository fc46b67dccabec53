// Server::reload(): on SIGHUP the server reads its settings again. New connections use the new settings, and
// existing ones keep theirs.
#include <exception>
#include <utility>

#include "backend/process/log.hpp"
#include "backend/process/secret_file.hpp"
#include "backend/server/server.hpp"
#include "backend/server/settings_in_use.hpp"

namespace sws {
namespace {

void log_lost_secrets(const Secrets& before, const Secrets& now) {
  for (const Secret& secret : before.all()) {
    if (now.contains(secret)) continue;
    log(LogLevel::warn, "secret_changed",
        {{"lost", fingerprint_of(secret)},
         {"reason", "streams that this secret signed cannot be resumed any more"}});
  }
}

}  // namespace

void Server::reload() {
  if (stopping_) return;
  manager_.reloading();
  std::string refused;
  try {
    refused = try_reload();
  } catch (const std::exception& error) {
    refused = error.what();
  }
  if (refused.empty()) return manager_.ready(status());
  reload_succeeded_ = false;
  tell_operators();
  log(LogLevel::error, "reload_refused", {{"reason", refused}});
  manager_.ready(status() + "; the new settings were refused, the old ones stay: " + refused);
}

// Returns nothing, or why the settings stay as they are.
std::string Server::try_reload() {
  const auto read = read_options_();
  if (!read) return read.error();
  if (std::string why = silently_switched_off(settings_, *read); !why.empty()) return why;
  apply(*read, choose_secret(*read, &secret_));
  return "";
}

// The log comes last, so that whoever has read a line of it finds the metrics in agreement.
void Server::apply(const Options& wanted, const StreamSecret& secret) {
  const std::string changed = changed_settings(options_, wanted, false);
  const std::string unchanged = changed_settings(options_, wanted, true);
  const Secrets before = std::exchange(secret_, secret).secrets;
  const bool has_new_secret = secret.secrets != before;
  settings_ = with_secrets(wanted.settings, secret.secrets, clock_);
  admin_settings_ = for_operators(settings_);
  for (Worker& worker : workers_) worker.post_settings(settings_);
  channels_.apply(settings_);
  push_site_.set_channels(channels_.push_channels());
  if (admin_worker_) admin_worker_->post_settings(admin_settings_);
  admission_.set_limits(with_total(wanted.settings.admission, options_));
  set_up_log(wanted.log_level, wanted.log_format, wanted.log_streams);
  options_.drain_delay = wanted.drain_delay;
  options_.drain_period = wanted.drain_period;
  for (std::size_t i = 0; i < wanted.shown.size(); ++i) {
    if (!wanted.shown[i].needs_restart) options_.shown[i] = wanted.shown[i];
  }
  reload_succeeded_ = true;
  settings_read_at_ = clock_.wall();
  tell_operators();
  if (!unchanged.empty()) log(LogLevel::warn, "restart_needed", {{"settings", unchanged}});
  if (!has_new_secret && !secret_.warning.empty()) log_secret();
  if (has_new_secret) {
    log_lost_secrets(before, secret_.secrets);
    log_secret();
  }
  log(LogLevel::info, "reloaded", {{"changed", changed}});
  log_certificate();
}

void Server::log_secret() const {
  log(LogLevel::info, "secret",
      {{"source", secret_.source},
       {"verifies", fingerprints_of(secret_.secrets)},
       {"fingerprint", fingerprint_of(secret_.secrets.signing())}});
  if (!secret_.warning.empty()) log(LogLevel::warn, "secret_not_kept", {{"reason", secret_.warning}});
}

// A load balancer may lead the viewers of this server to another one, which then cannot go on with their streams.
void Server::log_lone_secret() const {
  if (options_.secret_source == SecretSource::file) return;
  log(LogLevel::warn, "secret_not_shared",
      {{"source", secret_.source},
       {"reason",
        "other computers reach this server, and no other server can go on with its streams: give all of "
        "them the same --secret-file, or this one the file of its own secret if there is no other"}});
}

void Server::log_certificate() const {
  const TlsContext& tls = settings_.tls;
  if (!tls) return;
  log(LogLevel::info, "certificate", {{"expires", tls.expiry()}});
  if (const std::string warning = tls.warning(); !warning.empty()) {
    log(LogLevel::warn, "certificate_warning", {{"reason", warning}});
  }
}

}  // namespace sws
