// Encodes the messages of received channels.
#include "shared/codec.hpp"
#include "shared/hex.hpp"
#include "shared/json_double.hpp"

namespace sws {
namespace {

std::string channel_and_log(std::string_view channel, const LogId& log) {
  return ",\"channel\":\"" + std::string(channel) + "\",\"log\":\"" + to_hex(log) + '"';
}

// The values of an array, without the brackets.
template <class Member>
std::string list_of(const std::vector<Sample>& samples, Member member) {
  std::string text;
  for (const Sample& sample : samples) (text += member(sample)) += ',';
  if (!text.empty()) text.pop_back();
  return text;
}

}  // namespace

std::string encode(const LogHello& message) {
  return "{\"type\":\"hello\",\"protocol\":1" + channel_and_log(message.channel, message.log) +
         ",\"first\":" + std::to_string(message.first) + ",\"next\":" + std::to_string(message.next) +
         (message.origin > 0 ? ",\"origin\":" + std::to_string(message.origin) : "") + '}';
}

std::string encode(const LogStarted& message) {
  return "{\"type\":\"started\"" + channel_and_log(message.channel, message.log) +
         ",\"next\":" + std::to_string(message.next) + '}';
}

std::string encode(const LogNumbers& message) {
  const std::string values = list_of(message.samples, [](const Sample& s) { return json_text(s.value); });
  const std::string times = list_of(message.samples, [](const Sample& s) { return std::to_string(s.at_ms); });
  const std::string seq = std::to_string(message.seq);
  if (message.samples.size() == 1) {
    return "{\"type\":\"number\",\"seq\":" + seq + ",\"message\":" + values + ",\"at_ms\":" + times + '}';
  }
  return "{\"type\":\"numbers\",\"seq\":" + seq + ",\"messages\":[" + values + "],\"at_ms\":[" + times + "]}";
}

std::string encode(const Gap& message) {
  return "{\"type\":\"gap\",\"from\":" + std::to_string(message.from) + ",\"to\":" + std::to_string(message.to) +
         '}';
}

std::string encode(const SourceState& message) {
  return std::string("{\"type\":\"source\",\"connected\":") + (message.connected ? "true}" : "false}");
}

std::string encode(const LogStart& message) {
  return "{\"type\":\"start\",\"last\":" + std::to_string(message.last) + '}';
}

std::string encode(const LogResume& message) {
  return "{\"type\":\"resume\",\"log\":\"" + to_hex(message.log) + "\",\"next\":" + std::to_string(message.next) +
         '}';
}

}  // namespace sws
