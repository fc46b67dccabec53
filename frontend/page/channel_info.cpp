#include "frontend/page/channel_info.hpp"

#include <algorithm>
#include <array>

#include "frontend/stream/excerpt.hpp"
#include "shared/joined.hpp"
#include "shared/json_double.hpp"
#include "shared/message.hpp"

namespace sws {
namespace {

constexpr std::size_t kMostTitle = 200, kMostUnit = 40;  // bytes

// Takes the text up to `end`, or all of it, from the front of `text`.
std::string_view taken(std::string_view& text, char end) {
  const std::string_view front = text.substr(0, text.find(end));
  text.remove_prefix(std::min(text.size(), front.size() + 1));
  return front;
}

// The cell is empty or a number of JSON.
std::optional<double> bound(std::string_view cell) {
  return cell.empty() ? std::nullopt : json_double(cell);
}

}  // namespace

std::string ChannelInfo::heading() const {
  const std::string& text = title.empty() ? name : title;
  return unit.empty() ? text : joined({text, " (", unit, ")"});
}

std::vector<ChannelInfo> read_channels(std::string_view lines) {
  std::vector<ChannelInfo> channels;
  while (!lines.empty()) {
    std::string_view line = taken(lines, '\n');
    if (std::count(line.begin(), line.end(), '\t') != 9) continue;
    ChannelInfo channel;
    channel.name = taken(line, '\t');
    const std::string_view kind = taken(line, '\t');
    channel.is_received = kind == "received";
    channel.is_shared = kind == "shared";
    channel.title = excerpt(taken(line, '\t'), kMostTitle);
    channel.unit = excerpt(taken(line, '\t'), kMostUnit);
    channel.min = bound(taken(line, '\t'));
    channel.max = bound(taken(line, '\t'));
    for (const FormField& field : kFormFields) channel.defaults.*field.text = taken(line, '\t');
    if (is_channel_name(channel.name)) channels.push_back(std::move(channel));
  }
  return channels;
}

std::string wanted_channel(std::string_view query) {
  constexpr std::string_view kName = "channel=";
  taken(query, '?');
  while (!query.empty()) {
    const std::string_view pair = taken(query, '&');
    if (pair.starts_with(kName)) return std::string(pair.substr(kName.size()));
  }
  return "";
}

ChannelInfo channel_for(const std::vector<ChannelInfo>& channels, const std::string& wanted) {
  if (wanted.empty() && !channels.empty()) return channels.front();
  const auto found =
      std::find_if(channels.begin(), channels.end(), [&](const auto& channel) { return channel.name == wanted; });
  if (found != channels.end()) return *found;
  ChannelInfo unknown;
  if (is_channel_name(wanted)) unknown.name = wanted;
  return unknown;
}

}  // namespace sws
