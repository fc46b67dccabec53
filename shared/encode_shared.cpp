// Encodes the messages of channels that all viewers share.
#include "shared/codec.hpp"
#include "shared/wire_member.hpp"

namespace sws {

std::string encode(const SharedHello& message) {
  const StreamDefaults& p = message.parameters;
  std::string text = "{\"type\":\"hello\",\"protocol\":1,\"channel\":\"" + message.channel +
                     "\",\"min\":" + std::to_string(p.min) + ",\"max\":" + std::to_string(p.max) +
                     ",\"interval_ms\":" + std::to_string(p.interval_ms) +
                     ",\"period\":" + std::to_string(message.period);
  append_member(text, "roots", message.roots);
  return text += '}';
}

std::string encode(const SharedStarted& message) {
  return "{\"type\":\"started\",\"channel\":\"" + message.channel + "\",\"next\":" + std::to_string(message.next) +
         '}';
}

std::string encode(const Root& message) {
  return "{\"type\":\"root\",\"period\":" + std::to_string(message.period) + ",\"root\":\"" +
         to_base64url(message.root) + "\"}";
}

std::string encode(const SharedStart&) {
  return "{\"type\":\"start\"}";
}

std::string encode(const SharedResume& message) {
  return "{\"type\":\"resume\",\"next\":" + std::to_string(message.next) + '}';
}

}  // namespace sws
