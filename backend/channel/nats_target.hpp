// Where the broker is, and how to come in. Immutable; any thread.
#pragma once

#include <string>
#include <vector>

namespace sws {

// One server of the broker.
struct NatsServer {
  std::string url;   // nats://[USER:PASSWORD@]HOST[:PORT], or tls://
  std::string host;  // the one in the URL, which the certificate must name
  bool tls = false;
};

struct NatsTarget {
  std::vector<NatsServer> servers;  // of one cluster; at least one
  std::string credentials_file;     // of nsc or the nats CLI; empty: none
  std::string ca_file;              // PEM of the authorities; empty: those of the system
  int replicas = 1;                 // of a stream that is created
};

}  // namespace sws
