// The channels of the server, as the page hears of them from channels.json, and which of them the page is for. Pure
// functions; shell/channels.hpp does the asking.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/page/stream_form.hpp"

namespace sws {

struct ChannelInfo {
  std::string name = "some_url";
  bool is_received = false;           // otherwise the server computes its numbers
  bool is_shared = false;             // the server computes its numbers, the same for everybody
  std::string title = {}, unit = {};  // empty if not given
  std::optional<double> min = {}, max = {};
  StreamForm defaults = {};  // of a channel of random numbers, whose viewers may choose other values

  std::string heading() const;  // "CPU load (%)"; the name stands for a title that is not given
};

// Reads a list of channels. Each line has ten cells, with tabs between them: name, kind, title, unit, min and max,
// and the defaults for min, max, interval_ms and count. Lines that do not are left out.
std::vector<ChannelInfo> read_channels(std::string_view lines);

// The value of `channel` in the part of an address from its ? on: "cpu" of "?a=b&channel=cpu". Empty if it is not
// there.
std::string wanted_channel(std::string_view query);

// The channel that the page is for: the one with the name `wanted`, or the first if no name is wanted. If the list
// does not have it, it is taken for one of random numbers.
ChannelInfo channel_for(const std::vector<ChannelInfo>& channels, const std::string& wanted);

}  // namespace sws
