#include "backend/channel/nats_connection.hpp"

#include <utility>

namespace sws {
namespace {

constexpr std::int64_t kPingInterval = 5'000;  // milliseconds; two that are not answered end the connection

// Verifies the certificate against the authorities, and its name against the host of the URL.
natsStatus set_tls(natsOptions* options, const NatsTarget& target, const NatsServer& server) {
  natsStatus status = natsOptions_SetSecure(options, true);
  if (status == NATS_OK) status = natsOptions_SetExpectedHostname(options, server.host.c_str());
  if (status == NATS_OK && !target.ca_file.empty()) {
    status = natsOptions_LoadCATrustedCertificates(options, target.ca_file.c_str());
  }
  return status;
}

// Without reconnecting by libnats: the source does that, because it begins anew at the next position anyway.
natsStatus set(natsOptions* options, const NatsTarget& target, const NatsServer& server) {
  natsStatus status = natsOptions_SetURL(options, server.url.c_str());
  if (status == NATS_OK) status = natsOptions_SetName(options, "simplewebsocket");
  if (status == NATS_OK) status = natsOptions_SetAllowReconnect(options, false);
  if (status == NATS_OK) status = natsOptions_SetTimeout(options, NatsConnection::kPatience.count());
  if (status == NATS_OK) status = natsOptions_SetPingInterval(options, kPingInterval);
  if (status == NATS_OK) status = natsOptions_SetWriteDeadline(options, NatsConnection::kPatience.count());
  if (status == NATS_OK && !target.credentials_file.empty()) {
    status = natsOptions_SetUserCredentialsFromFiles(options, target.credentials_file.c_str(), nullptr);
  }
  if (status == NATS_OK && server.tls) status = set_tls(options, target, server);
  return status;
}

}  // namespace

std::string nats_text(natsStatus status) {
  std::string text = natsStatus_GetText(status);
  if (status == NATS_CONNECTION_AUTH_FAILED) text += " (--nats-credentials, or the user in --nats)";
  return text;
}

boost::system::result<std::shared_ptr<NatsConnection>, std::string> NatsConnection::open(const NatsTarget& target,
                                                                                         const NatsServer& server) {
  std::shared_ptr<NatsConnection> made(new NatsConnection);
  NatsOwned<natsOptions> options;
  natsStatus status = natsOptions_Create(into(options));
  if (status == NATS_OK) status = set(options.get(), target, server);
  if (status == NATS_OK) status = natsConnection_Connect(into(made->connection_), options.get());
  if (status != NATS_OK) return "no connection to the broker at " + server.host + ": " + nats_text(status);
  jsOptions wait;
  jsOptions_Init(&wait);
  wait.Wait = kPatience.count();
  status = natsConnection_JetStream(into(made->jet_stream_), made->connection_.get(), &wait);
  if (status != NATS_OK) return "JetStream cannot be used: " + nats_text(status);
  return made;
}

// Closing waits for the reading thread, so that nobody uses the retired subscriptions any more.
NatsConnection::~NatsConnection() {
  if (connection_) natsConnection_Close(connection_.get());
}

void NatsConnection::retire(NatsOwned<natsSubscription> subscription) const {
  if (!subscription) return;
  const bool is_ended = natsSubscription_Unsubscribe(subscription.get()) == NATS_OK &&
                        natsConnection_FlushTimeout(connection_.get(), kPatience.count()) == NATS_OK;
  if (is_ended) return;
  const std::lock_guard lock(mutex_);
  retired_.push_back(std::move(subscription));
}

}  // namespace sws
