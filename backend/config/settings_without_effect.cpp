#include "backend/config/settings_without_effect.hpp"

#include <algorithm>

namespace sws {

std::vector<std::string> settings_without_effect(const OptionValues& values, const Options& options) {
  const Settings& settings = options.settings;
  std::vector<std::string> sentences;
  if (settings.hsts_max_age.count() > 0 && !settings.tls && settings.trusted_proxies.empty()) {
    sentences.push_back(
        "--hsts-max-age has no effect without TLS: give --tls-certificate and --tls-key, or name the proxy that "
        "does "
        "TLS with --trusted-proxy");
  }
  if (settings.proxy_protocol && settings.trusted_proxies.empty()) {
    sentences.push_back(
        "--proxy-protocol has no effect without --trusted-proxy: name the proxy that sends the headers");
  }
  const auto origins = values.has("allowed-origin") ? values.list("allowed-origin") : std::vector<std::string>();
  const auto stars = std::count(origins.begin(), origins.end(), "*");
  if (stars > 0 && static_cast<std::size_t>(stars) < origins.size()) {
    sentences.push_back(
        "--allowed-origin is given with * and with other values, which have no effect, because * allows every "
        "origin: "
        "remove the * or the others");
  }
  const auto pushed = std::find_if(settings.channels.begin(), settings.channels.end(),
                                   [](const auto& channel) { return channel.source == ChannelSource::push; });
  if (!options.admin && pushed != settings.channels.end()) {
    sentences.push_back("the channel '" + pushed->name +
                        "' gets no numbers, because --admin, to which they are posted, is off");
  }
  if (!options.admin && !settings.admin_hosts.empty()) {
    sentences.push_back("--admin-host has no effect, because --admin is off: remove one of the two");
  }
  const bool takes_pushes =
      std::any_of(settings.channels.begin(), settings.channels.end(), [](const auto& channel) {
        return channel.source == ChannelSource::push || channel.source == ChannelSource::nats;
      });
  if (!settings.push_secret.empty() && !takes_pushes) {
    sentences.push_back(
        "--push-secret-file has no effect without a channel that takes numbers: give --channel "
        "NAME=push");
  }
  const bool has_nats = std::any_of(settings.channels.begin(), settings.channels.end(),
                                    [](const auto& channel) { return channel.source == ChannelSource::nats; });
  if (!settings.nats.addresses.empty() && !has_nats) {
    sentences.push_back("--nats has no effect without a channel that reads from it: give --channel NAME=nats");
  }
  const AdmissionLimits& limits = settings.admission;
  const std::uint32_t of_address = limits.remote.connections;
  if (values.has("max-connections-per-address") && limits.connections > 0 && of_address > limits.connections) {
    sentences.push_back(
        "--max-connections-per-address has no effect, because it is higher than --max-connections: "
        "lower it, or raise --max-connections");
  }
  return sentences;
}

}  // namespace sws
