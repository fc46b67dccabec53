// The flags of the load client, which are read once and then constant for all its processes.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string>

namespace sws::bench {

struct Settings {
  std::uint16_t port = 0;
  std::string path = "/ws/some_url/";
  unsigned viewers = 1000;
  unsigned stalled = 0;             // additional connections that never read
  unsigned handshakes = 0;          // open handshakes at the same time in the storm; 0: no storm
  unsigned rate = 5000;             // connections opened per second
  unsigned processes = 0;           // processes that share the viewers; 0: as few as the file limit allows
  unsigned protocol = 0;            // 0 plain, 1 verified
  std::int64_t interval_ms = 1000;  // the interval of the server
  unsigned count = 1000;            // protocol 1: how many numbers the viewers ask for, as a page does
  std::string start_members;        // protocol 1: more members of the start message, as JSON
  std::string handshake_query;      // the query of the storm's address; empty: as the viewers
  bool spin = false;  // poll instead of sleeping, because on loopback the sender pays for waking a receiver
  double warmup_seconds = 2;
  double seconds = 10;
  int server_pid = 0;  // 0: do not measure the server's process
};

// The error is one line for a person, or the text of --help.
boost::system::result<Settings, std::string> parse_settings(int argc, char** argv);

// The address that the viewers ask for, and that of the storm's handshakes: the path and the query.
std::string viewers_target(const Settings& settings);
std::string storm_target(const Settings& settings);

// Whether a server speaks first at this address.
bool begins_with_hello(const std::string& target);

}  // namespace sws::bench
