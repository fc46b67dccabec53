#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "shared/codec.hpp"
#include "shared/hex.hpp"
#include "shared/wire_member.hpp"

namespace sws {
namespace {

constexpr std::string_view kPlainNumberStart = "{\"message\": ";
constexpr std::string_view kNumberStart = "{\"type\":\"number\",\"seq\":";
constexpr std::string_view kNumberMiddle = ",\"message\":";
constexpr std::string_view kKeyStart = ",\"key\":\"";

char* write(char* at, std::string_view text) {
  return std::copy(text.begin(), text.end(), at);
}

std::string members_of(const Offer& offer, const StreamDefaults& defaults) {
  std::string text = ",\"stream\":\"" + to_hex(offer.stream) + "\",\"count\":" + std::to_string(offer.count) +
                     ",\"commitment\":\"" + to_hex(offer.commitment) + '"';
  if (!offer.roots.empty()) append_member(text, "roots", offer.roots);
  return text += ",\"defaults\":{\"min\":" + std::to_string(defaults.min) +
                 ",\"max\":" + std::to_string(defaults.max) +
                 ",\"interval_ms\":" + std::to_string(defaults.interval_ms) + '}';
}

}  // namespace

std::string encode(const Hello& message) {
  const Limits& limits = message.limits;
  return "{\"type\":\"hello\",\"protocol\":1" +
         (message.offer ? members_of(*message.offer, message.defaults) : std::string()) +
         ",\"limits\":{\"min_interval_ms\":" + std::to_string(limits.min_interval_ms) +
         ",\"max_interval_ms\":" + std::to_string(limits.max_interval_ms) +
         ",\"max_count\":" + std::to_string(limits.max_count) + "}}";
}

std::string encode(const Started& message) {
  const StreamParameters& p = message.parameters;
  return "{\"type\":\"started\",\"stream\":\"" + to_hex(message.stream) + "\",\"commitment\":\"" +
         to_hex(message.commitment) + "\",\"token\":\"" + message.token +
         "\",\"start_ms\":" + std::to_string(message.start_ms) + ",\"next\":" + std::to_string(message.next) +
         ",\"min\":" + std::to_string(p.min) + ",\"max\":" + std::to_string(p.max) +
         ",\"interval_ms\":" + std::to_string(p.interval_ms) + ",\"count\":" + std::to_string(p.count) + "}";
}

std::string encode(const Numbers& message) {
  std::string text = "{\"type\":\"numbers\",\"seq\":" + std::to_string(message.seq) + ",\"messages\":[";
  for (const std::int32_t number : message.messages) (text += std::to_string(number)) += ',';
  if (!message.messages.empty()) text.pop_back();
  text += ']';
  if (!message.keys.empty()) append_member(text, "keys", message.keys);
  return text += '}';
}

std::string encode(const End& message) {
  const std::string seed =
      message.server_seed ? ",\"server_seed\":\"" + to_hex(*message.server_seed) + '"' : std::string();
  return "{\"type\":\"end\",\"reason\":\"" + std::string(name_of(message.reason)) +
         "\",\"next\":" + std::to_string(message.next) + seed + '}';
}

std::string encode(const ErrorMessage& message) {
  return "{\"type\":\"error\",\"code\":" + boost::json::serialize(message.code) +
         ",\"detail\":" + boost::json::serialize(message.detail) + "}";
}

std::string encode(const Start& message) {
  std::string text = "{\"type\":\"start\",\"client_seed\":\"" + message.client_seed + '"';
  if (message.min) text += ",\"min\":" + std::to_string(*message.min);
  if (message.max) text += ",\"max\":" + std::to_string(*message.max);
  if (message.interval_ms) text += ",\"interval_ms\":" + std::to_string(*message.interval_ms);
  return text += '}';
}

std::string encode(const Resume& message) {
  return "{\"type\":\"resume\",\"token\":\"" + message.token + "\",\"next\":" + std::to_string(message.next) + "}";
}

std::string encode(const Stop&) {
  return "{\"type\":\"stop\"}";
}

std::size_t encode(const PlainNumber& message, std::span<char, kMaxPlainNumberText> out) {
  char* at = write(out.data(), kPlainNumberStart);
  at = std::to_chars(at, out.data() + out.size() - 1, message.message).ptr;
  *at++ = '}';
  return static_cast<std::size_t>(at - out.data());
}

std::size_t encode(const Number& message, std::span<char, kMaxNumberText> out) {
  char* const end = out.data() + out.size();
  char* at = write(out.data(), kNumberStart);
  at = std::to_chars(at, end, message.seq).ptr;
  at = write(at, kNumberMiddle);
  at = std::to_chars(at, end - 1, message.message).ptr;
  if (message.key) {
    at = write(at, kKeyStart);
    at = write_base64url(*message.key, at);
    *at++ = '"';
  }
  *at++ = '}';
  return static_cast<std::size_t>(at - out.data());
}

}  // namespace sws
