#include "backend/config/channel_settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "backend/process/visible_text.hpp"
#include "shared/message.hpp"

namespace sws {
namespace {

constexpr std::size_t kMaxTitle = 100;  // bytes
constexpr std::size_t kMaxUnit = 20;
constexpr std::array kSources = {std::pair{ChannelSource::random, std::string_view("random")},
                                 std::pair{ChannelSource::shared, std::string_view("shared")},
                                 std::pair{ChannelSource::from_stdin, std::string_view("stdin")},
                                 std::pair{ChannelSource::push, std::string_view("push")},
                                 std::pair{ChannelSource::nats, std::string_view("nats")}};

std::optional<ChannelSource> source_named(std::string_view name) {
  for (const auto& [source, its_name] : kSources) {
    if (its_name == name) return source;
  }
  return std::nullopt;
}

// A text converts to both sides of the result, because ChannelSettings begins with one.
boost::system::result<ChannelSettings, std::string> refused(std::string why) {
  return {boost::system::in_place_error, std::move(why)};
}

std::string quoted(std::string_view text) {
  return '\'' + std::string(text) + '\'';
}

// Reads a text that people see. It goes into JSON and onto the page, so it is UTF-8 and has no invisible
// characters.
std::string read_text(std::string_view key, std::string_view value, std::size_t max_bytes, std::string& into) {
  into = value;
  if (!value.empty() && value.size() <= max_bytes && visible(value) == value) return "";
  return std::string(key) + " is " + quoted(value) + ": 1 to " + std::to_string(max_bytes) +
         " bytes of visible text are expected";
}

std::string read_bound(std::string_view key, std::string_view value, std::optional<double>& into) {
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  into = number;
  if (error == std::errc() && end == value.data() + value.size() && std::isfinite(number)) return "";
  return std::string(key) + " is " + quoted(value) + ": a number is expected";
}

std::string read_property(std::string_view text, ChannelSettings& channel) {
  const std::size_t equals = std::min(text.find('='), text.size());
  const std::string_view key = text.substr(0, equals);
  const std::string_view value = text.substr(std::min(equals + 1, text.size()));
  if (key == "title") return read_text(key, value, kMaxTitle, channel.title);
  if (key == "unit") return read_text(key, value, kMaxUnit, channel.unit);
  if (key == "min") return read_bound(key, value, channel.min);
  if (key == "max") return read_bound(key, value, channel.max);
  return quoted(text) + " is none of title=, unit=, min= and max=, which have no commas in their values";
}

// Cuts the text before the next comma off `rest`.
std::string_view next_part(std::string_view& rest) {
  const std::string_view part = rest.substr(0, rest.find(','));
  rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  return part;
}

}  // namespace

std::string_view name_of(ChannelSource source) {
  return std::find_if(kSources.begin(), kSources.end(), [&](const auto& each) { return each.first == source; })
      ->second;
}

std::vector<ChannelSource> all_channel_sources() {
  std::vector<ChannelSource> sources;
  sources.reserve(kSources.size());
  for (const auto& [source, name] : kSources) sources.push_back(source);
  return sources;
}

bool is_received(ChannelSource source) {
  return source != ChannelSource::random && source != ChannelSource::shared;
}

boost::system::result<ChannelSettings, std::string> parse_channel(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return refused("NAME=SOURCE is expected, like cpu=stdin");
  ChannelSettings channel{.name = std::string(text.substr(0, equals))};
  if (!is_channel_name(channel.name)) {
    return refused("the name " + quoted(channel.name) + " has other than 1 to 64 characters of 0-9, a-z and _");
  }
  text.remove_prefix(equals + 1);
  const std::string_view source = next_part(text);
  const auto known = source_named(source);
  if (!known) return refused("the source " + quoted(source) + " is none of random, shared, stdin, push and nats");
  channel.source = *known;
  while (!text.empty()) {
    if (std::string fault = read_property(next_part(text), channel); !fault.empty()) {
      return refused(std::move(fault));
    }
  }
  if (!is_received(channel.source) && (channel.min || channel.max)) {
    return refused(
        "min and max are of numbers that come from outside; --min and --max are of random and shared ones");
  }
  if (channel.min && channel.max && *channel.min >= *channel.max) return refused("min is not below max");
  return channel;
}

std::string fault_of(std::span<const ChannelSettings> channels) {
  const ChannelSettings* reader = nullptr;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const ChannelSettings& channel = channels[i];
    if (find_channel(channels.first(i), channel.name)) return "there are two channels " + quoted(channel.name);
    if (channel.source != ChannelSource::from_stdin) continue;
    if (reader) {
      return "the channels " + quoted(reader->name) + " and " + quoted(channel.name) +
             " both read standard input: one of them can be push";
    }
    reader = &channel;
  }
  return "";
}

std::vector<ChannelSettings> with_original(std::vector<ChannelSettings> given) {
  if (!find_channel(given, kOriginalChannel)) given.push_back({.name = std::string(kOriginalChannel)});
  return given;
}

const ChannelSettings* find_channel(std::span<const ChannelSettings> channels, std::string_view name) {
  const auto found = std::find_if(channels.begin(), channels.end(),
                                  [&](const ChannelSettings& channel) { return channel.name == name; });
  return found == channels.end() ? nullptr : &*found;
}

}  // namespace sws
