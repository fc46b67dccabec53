// The options of the server. Flags take precedence over environment variables (SIMPLEWEBSOCKET_…), these over the
// configuration file, and this over the defaults. option_table.cpp lists all settings. Main thread only.
#pragma once

#include <boost/system/result.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/admission/address_block.hpp"
#include "backend/config/settings.hpp"
#include "backend/process/log.hpp"
#include "shared/bytes.hpp"

namespace sws {

// Whether frames go to the kernel through io_uring. `automatic` uses it if the kernel permits it.
enum class IoUring { automatic, on, off };

struct AdminEndpoint {
  IpAddress address = boost::asio::ip::address_v4::loopback();
  std::uint16_t port = 8001;

  friend bool operator==(const AdminEndpoint&, const AdminEndpoint&) = default;
};

struct Options {
  std::vector<IpAddress> addresses;  // default: both loopback addresses
  bool default_addresses = true;     // then a machine without IPv6 is not an error
  std::uint16_t port = 8000;         // 0 picks a free port
  std::optional<AdminEndpoint> admin = AdminEndpoint();
  bool admin_chosen = false;  // if not, a taken port is only a warning
  unsigned threads = 1;       // the default is one per core
  IoUring io_uring = IoUring::automatic;
  std::string web_root;  // empty: serve the embedded page
  LogLevel log_level = LogLevel::info;
  LogFormat log_format = LogFormat::text;
  std::chrono::seconds drain_delay{0};   // a load balancer needs one or two of its /readyz check periods
  std::chrono::seconds drain_period{1};  // pages reconnect at once; this spreads thousands of them
  std::optional<Secret> secret;          // nothing: a random one
  Settings settings;                     // everything that connections need; a reload changes it
};

// The names of the settings that differ and that only a restart can change, such as "port, threads", or "".
std::string changed_for_restart_only(const Options& running, const Options& wanted);

struct ParsedOptions {
  Options options;
  std::string answer;                 // if not empty, print it and exit with 0
  std::vector<std::string> warnings;  // about environment variables that look like options but are not
};

// `environment` is a list of NAME=value. The error names the option, the value and the allowed values.
boost::system::result<ParsedOptions, std::string> parse_options(const std::vector<std::string>& arguments,
                                                                const std::vector<std::string>& environment);

}  // namespace sws
