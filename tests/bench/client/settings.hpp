// The flags of the load client, which are read once and then constant for all its processes.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string>

namespace sws::bench {

struct Settings {
  std::uint16_t port = 0;
  std::string path = "/ws/some_url/";  // without a producer; see viewers_target()
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
  std::uint16_t push_port = 0;      // a producer POSTs numbers to /channels/NAME at this port; 0: it does not
  std::string push_pipe;            // a producer writes numbers to this pipe, one a line; empty: it does not
  bool push_message = false;        // POST {"message": N} instead of N, for a server that passes on what it gets
  unsigned channels = 1;            // with a producer: how many channels there are, named c0, c1 and so on
  bool spin = false;  // poll instead of sleeping, because on loopback the sender pays for waking a receiver
  double warmup_seconds = 2;
  double seconds = 10;
  bool cut_all = false;  // reset all connections when the measurement begins; each viewer comes back at once
  std::int64_t cut_every_ms = 0;  // reset each connection once in this time while measuring; 0: never
  std::int64_t away_ms = 250;     // with cut_every_ms: until a viewer comes back
  int server_pid = 0;             // 0: do not measure the server's process
};

// The error is one line for a person, or the text of --help.
boost::system::result<Settings, std::string> parse_settings(int argc, char** argv);

// Whether the load client gives the server the numbers: one to each channel in each interval.
bool produces(const Settings& settings);

// The name of a channel, 0 ≤ index < channels, and the channel that a viewer of the run watches.
std::string channel_name(unsigned index);
unsigned channel_of(const Settings& settings, unsigned viewer);

// How many of the run's viewers watch this channel.
unsigned viewers_of(const Settings& settings, unsigned channel);

// The address that the viewers ask for, and that of the storm's handshakes: the path and the query. With a producer
// the path is that of a channel.
std::string viewers_target(const Settings& settings, unsigned channel = 0);
std::string storm_target(const Settings& settings);

// Whether a server speaks first at this address.
bool begins_with_hello(const std::string& target);

}  // namespace sws::bench
