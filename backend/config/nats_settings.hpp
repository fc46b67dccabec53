// Where the broker of the channels with source "nats" is. Immutable once read; any thread.
#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sws {

struct NatsAddress {
  std::string url;   // as given; it may have a user and a password, which no message shows
  std::string host;  // of the URL
  bool tls = false;
  bool operator==(const NatsAddress&) const = default;
};

struct NatsSettings {
  std::vector<NatsAddress> addresses;  // of the servers of one cluster; none: there is no broker
  std::string credentials_file;        // empty: none
  std::string ca_file;                 // empty: the authorities of the system
  int replicas = 1;                    // of the streams that are created
  bool operator==(const NatsSettings&) const = default;
};

// Reads URL[,URL…], where a URL is nats://[USER:PASSWORD@]HOST[:PORT], or tls:// for TLS. The error says what is
// expected, and shows no user and no password.
boost::system::result<std::vector<NatsAddress>, std::string> parse_nats_addresses(std::string_view text);

}  // namespace sws
