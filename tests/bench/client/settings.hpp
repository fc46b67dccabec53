// What one run of the load client does: its flags, read once, then constant for all its processes.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string>

namespace sws::bench {

struct Settings {
  std::uint16_t port = 0;
  std::string path = "/ws/some_url/";
  unsigned viewers = 1000;
  unsigned stalled = 0;             // more connections, which never read
  unsigned handshakes = 0;          // handshakes under way at a time in the storm; 0: no storm
  unsigned rate = 5000;             // connections opened a second
  unsigned processes = 0;           // that share the viewers; 0: as few as their file limit allows
  unsigned protocol = 0;            // 0 plain, 1 verified
  std::int64_t interval_ms = 1000;  // what the server is expected to keep
  std::string start_members;        // protocol 1: more members of the start message, as JSON
  bool spin = false;                // poll instead of sleeping: on loopback the sender pays for waking a receiver
  double warmup_seconds = 2;
  double seconds = 10;
  int server_pid = 0;  // 0: do not look at the server
};

// The error is one line for a person; it is also how --help answers.
boost::system::result<Settings, std::string> parse_settings(int argc, char** argv);

// The path with the query that asks for the protocol.
std::string request_target(const Settings& settings);

}  // namespace sws::bench
