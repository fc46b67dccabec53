#include "tests/cluster/broker_cluster.hpp"

#include <signal.h>

#include <fstream>
#include <stdexcept>

#include "tests/cluster/haproxy.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

std::string name(std::size_t i) {
  return "broker" + std::to_string(i);
}

constexpr const char* kStreams = "/jsz?accounts=true&streams=true";

std::size_t place_of(const std::string& json, const std::string& stream) {
  return json.find("\"name\": \"" + stream + "\"");
}

// The value of the first `"key": "…"` at or behind `from`; empty if there is none.
std::string text_behind(const std::string& json, const std::string& key, std::size_t from) {
  const std::string mark = "\"" + key + "\": \"";
  const std::size_t at = json.find(mark, from);
  if (at == std::string::npos) return "";
  return json.substr(at + mark.size(), json.find('"', at + mark.size()) - at - mark.size());
}

}  // namespace

BrokerCluster::BrokerCluster(const Addresses& addresses) {
  for (std::size_t i = 0; i < kBrokers; ++i) addresses_[i] = addresses.broker(i);
  for (std::size_t i = 0; i < kBrokers; ++i) start(i);
  for (std::size_t i = 0; i < kBrokers; ++i) {
    wait_until("a leader of the brokers", [&] {
      if (processes_[i]->has_ended())
        throw std::runtime_error("nats-server ended:\n" + processes_[i]->standard_error());
      return is_healthy(i);
    });
  }
}

std::string BrokerCluster::configuration(std::size_t i) const {
  std::string routes;
  for (const std::string& address : addresses_) routes += "\"nats-route://" + address + ":6222\", ";
  return "server_name: " + name(i) + "\nlisten: \"" + addresses_[i] + ":" + std::to_string(kBrokerPort) +
         "\"\nhttp: \"" + addresses_[i] + ":" + std::to_string(kBrokerMonitorPort) +
         "\"\njetstream { store_dir: \"" + folder_.path() + "/" + name(i) +
         "\", max_memory_store: 64MB, max_file_store: 256MB }\ncluster { name: test, listen: \"" + addresses_[i] +
         ":6222\", routes: [ " + routes + "] }\n";
}

void BrokerCluster::start(std::size_t i) {
  const std::string path = folder_.path() + "/" + name(i) + ".conf";
  std::ofstream(path) << configuration(i);
  processes_[i] =
      std::make_unique<ServerProcess>(Arguments{"-c", path}, Environment{},
                                      Inheritance{.program = installed_program("nats-server", "nats-server")});
}

void BrokerCluster::kill(std::size_t i) {
  processes_[i]->signal(SIGKILL);
  processes_[i]->wait_for_exit();
  processes_[i].reset();
}

bool BrokerCluster::is_healthy(std::size_t i) const {
  return ask(i, "/healthz").find("\"ok\"") != std::string::npos &&
         !text_behind(ask(i, "/jsz"), "leader", 0).empty();
}

std::uint64_t BrokerCluster::messages_of(const std::string& stream) const {
  const auto leader = leader_of(stream);
  if (!leader) throw std::runtime_error("the stream " + stream + " has no leader");
  const std::string json = ask(*leader, kStreams), mark = "\"messages\": ";
  return std::stoull(json.substr(json.find(mark, place_of(json, stream)) + mark.size()));
}

std::optional<std::size_t> BrokerCluster::leader_of(const std::string& stream) const {
  for (std::size_t i = 0; i < kBrokers; ++i) {
    const std::string json = ask(i, kStreams);
    const std::size_t at = place_of(json, stream);
    if (at == std::string::npos) continue;
    const std::string leader = text_behind(json, "leader", at);
    for (std::size_t k = 0; k < kBrokers; ++k) {
      if (leader == name(k) && is_running(k)) return k;
    }
  }
  return std::nullopt;
}

std::vector<std::string> BrokerCluster::urls() const {
  std::vector<std::string> urls;
  for (const std::string& address : addresses_)
    urls.push_back("nats://" + address + ":" + std::to_string(kBrokerPort));
  return urls;
}

std::string BrokerCluster::ask(std::size_t i, const std::string& target) const {
  if (!is_running(i)) return "";
  try {
    RawConnection connection(kBrokerMonitorPort, addresses_[i]);
    connection.send(request("GET " + target));
    return connection.receive_response().body();
  } catch (const std::exception&) {
    return "";  // it does not listen yet
  }
}

}  // namespace sws
