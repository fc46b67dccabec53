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
#include "shared/secrets.hpp"

namespace sws {

// Whether frames go to the kernel through io_uring. `automatic` uses it if the kernel permits it.
enum class IoUring { automatic, on, off };

// Where the secret of the streams comes from: the server keeps one itself (process/kept_secret.hpp), or reads it
// from a file, or has one that ends with the process.
enum class SecretSource { kept, file, none };

inline constexpr unsigned kMaxThreads = 256;

struct AdminEndpoint {
  IpAddress address = boost::asio::ip::address_v4::loopback();
  std::uint16_t port = 8001;

  friend bool operator==(const AdminEndpoint&, const AdminEndpoint&) = default;
};

// A setting and its value as text, so that a reload can tell the settings that changed.
struct ShownSetting {
  std::string name, value;
  bool needs_restart;
};

struct Options {
  std::vector<IpAddress> addresses;  // default: both loopback addresses
  bool default_addresses = true;     // then a machine without IPv6 is not an error
  std::uint16_t port = 8000;         // 0 picks a free port
  std::optional<AdminEndpoint> admin = AdminEndpoint();
  bool admin_chosen = false;  // if not, a taken port is only a warning
  unsigned threads = 1;       // the default is one for each processor that the process may use
  IoUring io_uring = IoUring::automatic;
  std::string web_root;  // empty: serve the embedded page
  LogLevel log_level = LogLevel::info;
  LogFormat log_format = LogFormat::text;
  LogStreams log_streams = LogStreams::some;
  std::chrono::seconds drain_delay{0};   // a load balancer needs one or two of its /readyz check periods
  std::chrono::seconds drain_period{1};  // pages reconnect at once; this spreads thousands of them
  SecretSource secret_source = SecretSource::kept;
  std::string secret_files;         // as given, for people
  std::string kept_secret_path;     // where the server keeps its own; empty if the environment names no place
  std::optional<Secrets> secrets;   // of the files
  bool access_off_chosen = false;   // access-secret-file = off
  bool push_off_chosen = false;     // push-secret-file = off
  bool tls_off_chosen = false;      // tls-certificate = off
  Settings settings;                // everything that connections need; a reload changes it
  std::vector<ShownSetting> shown;  // all settings, in the order of the table
};

// The names of the settings that differ, such as "port, threads", or "": those that only a restart can change, or
// those that a reload changes.
std::string changed_settings(const Options& running, const Options& wanted, bool needing_restart);

// Nothing, or why a reload must not replace `running` with `wanted`: it would switch off access control or TLS
// without saying so (access-secret-file = off, push-secret-file = off, tls-certificate = off).
std::string silently_switched_off(const Settings& running, const Options& wanted);

struct ParsedOptions {
  Options options;
  bool asks_for_health = false;       // ask the server that runs with these options whether it is well, and exit
  std::string answer;                 // if not empty, print it and exit with 0
  std::vector<std::string> warnings;  // about variables that look like options but are not, and about settings
                                      // that have no effect
};

// `environment` is a list of NAME=value. The error names the option, the value and the allowed values on
// one line, with invisible characters written out. It does not throw, except when memory runs out.
boost::system::result<ParsedOptions, std::string> parse_options(const std::vector<std::string>& arguments,
                                                                const std::vector<std::string>& environment);

}  // namespace sws
