// A channel as the options define it: a name and a source of numbers. Immutable once read; any thread.
#pragma once

#include <boost/system/result.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sws {

enum class ChannelSource {
  random,      // each viewer has a stream of its own
  shared,      // all viewers have the same stream, on every server that has the same secret
  from_stdin,  // one number per line of standard input
  push,        // numbers that are POSTed to the admin listener
  nats         // a stream of NATS JetStream, which every server reads; numbers may be POSTed as well
};

struct ChannelSettings {
  std::string name;  // is_channel_name() (shared/message.hpp): a segment of the channel's addresses
  ChannelSource source = ChannelSource::random;
  std::string title = {};                    // for people; empty: the name serves
  std::string unit = {};                     // such as "%"
  std::optional<double> min = {}, max = {};  // of the chart; without them it fits the numbers

  bool operator==(const ChannelSettings&) const = default;
};

// The channel of the original tutorial, which a server always has.
inline constexpr std::string_view kOriginalChannel = "some_url";

// As --channel spells it: "random", "shared", "stdin", "push", "nats".
std::string_view name_of(ChannelSource source);

// All that there are.
std::vector<ChannelSource> all_channel_sources();

// Whether the numbers come from outside, so that they have a log.
bool is_received(ChannelSource source);

// Reads NAME=SOURCE[,title=TEXT][,unit=TEXT][,min=NUMBER][,max=NUMBER]. The error says what is expected.
boost::system::result<ChannelSettings, std::string> parse_channel(std::string_view text);

// Why these channels cannot be together, or nothing.
std::string fault_of(std::span<const ChannelSettings> channels);

// The channels that are given, and behind them kOriginalChannel with random numbers unless it is given.
std::vector<ChannelSettings> with_original(std::vector<ChannelSettings> given);

// The channel of that name; null if there is none.
const ChannelSettings* find_channel(std::span<const ChannelSettings> channels, std::string_view name);

}  // namespace sws
