// What a person can set: flags over environment (SIMPLEWEBSOCKET_…) over a configuration file over the defaults.
// The settings themselves: option_table.cpp.
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

// Whether frames are handed to the kernel through io_uring: automatic is where it is permitted.
enum class IoUring { automatic, on, off };

struct AdminEndpoint {
  IpAddress address = boost::asio::ip::address_v4::loopback();
  std::uint16_t port = 8001;

  friend bool operator==(const AdminEndpoint&, const AdminEndpoint&) = default;
};

struct Options {
  std::vector<IpAddress> addresses;  // default: both loopback addresses
  bool default_addresses = true;     // nobody chose: a machine without IPv6 is fine
  std::uint16_t port = 8000;         // 0: any free one
  std::optional<AdminEndpoint> admin = AdminEndpoint();
  bool admin_chosen = false;  // or else a machine where its port is taken is fine
  unsigned threads = 1;       // default: one per core
  IoUring io_uring = IoUring::automatic;
  std::string web_root;  // empty: the embedded page
  LogLevel log_level = LogLevel::info;
  LogFormat log_format = LogFormat::text;
  std::chrono::seconds drain_delay{0};   // a load balancer that asks /readyz needs one of its periods
  std::chrono::seconds drain_period{1};  // pages come back at once; thousands of them are spread
  std::optional<Secret> secret;          // nothing: one from the operating system
  Settings settings;                     // all that a reload can change
};

// The settings in which the two differ and which only a restart changes: "port, threads", or nothing.
std::string changed_for_restart_only(const Options& running, const Options& wanted);

struct ParsedOptions {
  Options options;
  std::string answer;                 // not empty: print it and exit with 0
  std::vector<std::string> warnings;  // environment variables that look like options and are none
};

// The error names the option, the value and what is allowed.
boost::system::result<ParsedOptions, std::string> parse_options(const std::vector<std::string>& arguments,
                                                                const std::vector<std::string>& environment);

}  // namespace sws
