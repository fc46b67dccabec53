// What a person can set: flags over environment (SIMPLEWEBSOCKET_…) over a configuration file over the defaults.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/tls_context.hpp"
#include "shared/bytes.hpp"
#include "shared/stream_parameters.hpp"

namespace sws {

// Whether frames are handed to the kernel through io_uring: automatic is where it is permitted.
enum class IoUring { automatic, on, off };

struct Options {
  std::vector<boost::asio::ip::address> addresses;  // default: both loopback addresses
  bool default_addresses = true;                    // nobody chose: a machine without IPv6 is fine
  std::uint16_t port = 8000;                        // 0: any free one
  StreamParameters stream;
  std::optional<Secret> secret;                // nothing: one from the operating system
  std::chrono::seconds resume_window{3600};    // a laptop closed over lunch
  std::chrono::seconds handshake_timeout{10};  // a page says what it wants at once; a phone on 3G needs < 1 s
  TlsFiles tls_files;                          // both or none
  TlsContext tls;                              // what they hold
  std::chrono::seconds hsts_max_age{0};        // 0: does not tell browsers to insist on TLS
  std::string web_root;                        // empty: the embedded page
  unsigned threads = 1;                        // default: one per core
  IoUring io_uring = IoUring::automatic;
  std::string log_level = "info";
};

struct ParsedOptions {
  Options options;
  std::string answer;                 // not empty: print it and exit with 0
  std::vector<std::string> warnings;  // environment variables that look like options and are none
};

// The error names the option, the value and what is allowed.
boost::system::result<ParsedOptions, std::string> parse_options(const std::vector<std::string>& arguments,
                                                                const std::vector<std::string>& environment);

}  // namespace sws
