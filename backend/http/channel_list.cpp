#include "backend/http/channel_list.hpp"

#include <boost/json/serialize.hpp>
#include <memory>
#include <string>

#include "shared/hex.hpp"
#include "shared/json_double.hpp"
#include "shared/sha256.hpp"

namespace sws {
namespace {

std::string text_member(const char* name, std::string_view value) {
  return value.empty()
             ? ""
             : std::string(",\"") + name + "\":" + boost::json::serialize(boost::json::string_view(value));
}

std::string number_member(const char* name, const std::optional<double>& value) {
  return value ? std::string(",\"") + name + "\":" + json_text(*value) : "";
}

// Each viewer of random numbers may choose other values; these are for those who choose none.
std::string defaults_member(const StreamParameters& stream) {
  return ",\"defaults\":{\"min\":" + std::to_string(stream.min) + ",\"max\":" + std::to_string(stream.max) +
         ",\"interval_ms\":" + std::to_string(stream.interval_ms) + ",\"count\":" + std::to_string(stream.count) +
         '}';
}

std::string object_of(const ChannelSettings& channel, const StreamParameters& stream) {
  return "{\"name\":\"" + channel.name + "\",\"source\":\"" + std::string(name_of(channel.source)) +
         "\",\"kind\":\"" + (is_received(channel.source) ? "received" : std::string(name_of(channel.source))) +
         '"' + text_member("title", channel.title) + text_member("unit", channel.unit) +
         number_member("min", channel.min) + number_member("max", channel.max) +
         (channel.source == ChannelSource::random ? defaults_member(stream) : "") + '}';
}

std::string etag_of(const std::string& text) {
  return '"' + to_hex(sha256(std::string_view(text))).substr(0, 16) + '"';
}

}  // namespace

Representation channel_list(const Settings& settings,
                            const std::function<bool(std::string_view name)>& may_be_seen) {
  std::string text;
  for (const ChannelSettings& channel : settings.channels) {
    if (may_be_seen(channel.name)) (text += text.empty() ? "[" : ",\n ") += object_of(channel, settings.stream);
  }
  text += text.empty() ? "[]\n" : "]\n";
  Representation list;
  list.owner = std::make_shared<const std::string>(std::move(text));
  list.body = *list.owner;
  list.content_type = "application/json";
  list.etag = etag_of(*list.owner);
  return list;
}

}  // namespace sws
