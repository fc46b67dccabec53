#include "tests/bench/client/settings.hpp"

#include <boost/program_options.hpp>
#include <sstream>

namespace sws::bench {
namespace {

// A process may have 20,000 open files; the others are for its own use.
constexpr unsigned kViewersPerProcess = 19000;

unsigned processes_for(unsigned connections) {
  return connections == 0 ? 1 : (connections + kViewersPerProcess - 1) / kViewersPerProcess;
}

}  // namespace

boost::system::result<Settings, std::string> parse_settings(int argc, char** argv) {
  namespace po = boost::program_options;
  Settings s;
  unsigned ask_interval_ms = 0;
  po::options_description options("Load client: opens WebSocket viewers on 127.0.0.1 and measures what arrives");
  const auto into = [](auto& value) { return po::value(&value)->default_value(value); };
  auto add = options.add_options();
  add("port", po::value(&s.port)->required(), "the server's port");
  add("path", into(s.path), "the stream's path");
  add("viewers", into(s.viewers), "connections that read");
  add("stalled", into(s.stalled), "connections that never read");
  add("handshakes", into(s.handshakes), "a storm of handshakes while measuring, this many at a time");
  add("handshake-query", into(s.handshake_query), "the query of the storm's address, empty: as the viewers");
  add("rate", into(s.rate), "connections opened per second");
  add("processes", into(s.processes), "processes that share the viewers, 0: one for each 19,000");
  add("protocol", into(s.protocol), "0 plain, 1 verified");
  add("interval-ms", into(s.interval_ms), "the interval that the server is expected to keep");
  add("ask-interval-ms", into(ask_interval_ms), "protocol 1: ask for this interval, 0: the server's own");
  add("count", into(s.count), "protocol 1: ask for this many numbers");
  add("push-port", into(s.push_port), "give the server its numbers by POST /channels/NAME at this port");
  add("push-pipe", into(s.push_pipe), "give the server its numbers through this pipe, one a line");
  add("push-message", into(s.push_message), "POST {\"message\": N} instead of N");
  add("channels", into(s.channels), "with a producer: the viewers share so many channels");
  add("cut-all", into(s.cut_all), "reset all connections when measuring begins, and open them again");
  add("cut-every-ms", into(s.cut_every_ms), "reset each connection once in this time while measuring, 0: never");
  add("away-ms", into(s.away_ms), "with --cut-every-ms: until a viewer comes back");
  add("spin", po::bool_switch(&s.spin), "poll instead of sleeping, so that the server need not wake the client");
  add("warmup", into(s.warmup_seconds), "seconds from the last connection to the measurement");
  add("seconds", into(s.seconds), "seconds measured");
  add("server-pid", into(s.server_pid), "process whose CPU time and memory are reported");
  add("help", "this text");
  try {
    po::variables_map given;
    po::store(po::parse_command_line(argc, argv, options), given);
    if (given.count("help") != 0) return (std::ostringstream() << options).str();
    po::notify(given);
  } catch (const po::error& error) {
    return std::string(error.what());
  }
  if (s.protocol > 1) return "--protocol " + std::to_string(s.protocol) + ": 0 or 1 is allowed";
  if (s.rate == 0 || s.interval_ms <= 0) return std::string("--rate and --interval-ms must be above 0");
  if (s.cut_all && s.cut_every_ms > 0) return std::string("--cut-all is for itself, without --cut-every-ms");
  if (s.cut_all) s.away_ms = 0;
  if (s.channels == 0) return std::string("--channels must be above 0");
  if (!s.push_pipe.empty() && (s.channels != 1 || s.push_port != 0)) {
    return std::string("--push-pipe is for one channel, and without --push-port");
  }
  if (ask_interval_ms != 0) {
    s.interval_ms = ask_interval_ms;
    s.start_members += ",\"interval_ms\":" + std::to_string(ask_interval_ms);
  }
  if (s.processes == 0) s.processes = processes_for(s.viewers + s.stalled);
  return s;
}

bool produces(const Settings& settings) {
  return settings.push_port != 0 || !settings.push_pipe.empty();
}

std::string channel_name(unsigned index) {
  return 'c' + std::to_string(index);
}

unsigned channel_of(const Settings& settings, unsigned viewer) {
  return viewer % settings.channels;
}

unsigned viewers_of(const Settings& settings, unsigned channel) {
  return settings.viewers / settings.channels + (channel < settings.viewers % settings.channels ? 1 : 0);
}

std::string viewers_target(const Settings& settings, unsigned channel) {
  if (produces(settings)) {
    return "/ws/" + channel_name(channel) + (settings.protocol == 0 ? "/" : "/?protocol=1");
  }
  if (settings.protocol == 0) return settings.path;
  return settings.path + "?protocol=1&count=" + std::to_string(settings.count);
}

std::string storm_target(const Settings& settings) {
  return settings.handshake_query.empty() ? viewers_target(settings)
                                          : settings.path + "?" + settings.handshake_query;
}

bool begins_with_hello(const std::string& target) {
  return target.find("protocol=1") != std::string::npos;
}

}  // namespace sws::bench
