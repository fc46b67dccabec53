#include "shared/codec.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <limits>
#include <utility>

#include "shared/hex.hpp"
#include "shared/json_reader.hpp"

namespace sws {
namespace {

using Type = JsonMember::Type;
using Int32 = std::numeric_limits<std::int32_t>;

constexpr std::int64_t kMaxTime = 999'999'999'999'999'999;  // ms: the year 31,690,708

JsonMember int32_member(std::string_view path) {
  return {.path = path, .lowest = Int32::min(), .highest = Int32::max()};
}
JsonMember count_member(std::string_view path) {
  return {.path = path, .highest = Limits().max_count};
}
JsonMember uint32_member(std::string_view path) {
  return {.path = path, .highest = UINT32_MAX};
}
JsonMember string_member(std::string_view path) {
  return {.path = path, .type = Type::string};
}
template <class Bytes>
JsonMember hex_member(std::string_view path) {
  return {.path = path,
          .type = Type::string,
          .is_allowed = is_hex_of<Bytes>,
          .expected = sizeof(Bytes) == 32 ? "64 lowercase hexadecimal digits" : "32 lowercase hexadecimal digits"};
}
JsonMember optional(JsonMember member) {
  member.required = false;
  return member;
}

std::int32_t int32_of(const JsonMember& member) {
  return static_cast<std::int32_t>(member.integer);
}
std::uint32_t uint32_of(const JsonMember& member) {
  return static_cast<std::uint32_t>(member.integer);
}

bool is_end_reason(std::string_view text) {
  return text == name_of(EndReason::complete) || text == name_of(EndReason::stopped);
}

// The type that a message states: nothing for a plain one.
Decoded<std::optional<std::string>> read_type(std::string_view text, std::size_t max_bytes) {
  std::array<JsonMember, 1> members = {optional(string_member("type"))};
  if (auto error = read_object(text, max_bytes, members)) return *std::move(error);
  if (!members[0].present) return std::optional<std::string>();
  return std::optional<std::string>(std::move(members[0].string));
}

// Reads the members and, if they are as they should be, makes the message of them.
template <class Message, std::size_t N, class Make>
Decoded<Message> read(std::string_view text, std::array<JsonMember, N> members, Make make) {
  if (auto error = read_object(text, text.size(), members)) return *std::move(error);
  return Message(make(members));
}

Decoded<ServerMessage> decode_plain_number(std::string_view text) {
  return read<ServerMessage>(text, std::array{int32_member("message")},
                             [](auto& m) { return PlainNumber{int32_of(m[0])}; });
}

Decoded<ServerMessage> decode_hello(std::string_view text) {
  return read<ServerMessage>(
      text,
      std::array{JsonMember{.path = "protocol", .lowest = 1, .highest = 1}, hex_member<StreamId>("stream"),
                 hex_member<Digest>("commitment"), uint32_member("limits.min_interval_ms"),
                 uint32_member("limits.max_interval_ms"), uint32_member("limits.max_count")},
      [](auto& m) {
        return Hello{from_hex<StreamId>(m[1].string), from_hex<Digest>(m[2].string),
                     Limits{uint32_of(m[3]), uint32_of(m[4]), uint32_of(m[5])}};
      });
}

Decoded<ServerMessage> decode_started(std::string_view text) {
  return read<ServerMessage>(
      text,
      std::array{hex_member<StreamId>("stream"), hex_member<Digest>("commitment"), string_member("token"),
                 JsonMember{.path = "start_ms", .lowest = -kMaxTime, .highest = kMaxTime}, count_member("next"),
                 int32_member("min"), int32_member("max"), uint32_member("interval_ms"), uint32_member("count")},
      [](auto& m) {
        return Started{from_hex<StreamId>(m[0].string),
                       from_hex<Digest>(m[1].string),
                       std::move(m[2].string),
                       m[3].integer,
                       uint32_of(m[4]),
                       StreamParameters{int32_of(m[5]), int32_of(m[6]), uint32_of(m[7]), uint32_of(m[8])}};
      });
}

Decoded<ServerMessage> decode_number(std::string_view text) {
  return read<ServerMessage>(text, std::array{count_member("seq"), int32_member("message")}, [](auto& m) {
    return Number{uint32_of(m[0]), int32_of(m[1])};
  });
}

Decoded<ServerMessage> decode_numbers(std::string_view text) {
  JsonMember messages = int32_member("messages");
  messages.type = Type::integers;
  return read<ServerMessage>(text, std::array{count_member("seq"), std::move(messages)}, [](auto& m) {
    return Numbers{uint32_of(m[0]), std::vector<std::int32_t>(m[1].integers.begin(), m[1].integers.end())};
  });
}

Decoded<ServerMessage> decode_end(std::string_view text) {
  const JsonMember reason = {.path = "reason",
                             .type = Type::string,
                             .is_allowed = is_end_reason,
                             .expected = "\"complete\" or \"stopped\""};
  return read<
      ServerMessage>(text, std::array{reason, count_member("next"), hex_member<Seed>("server_seed")}, [](auto& m) {
    const bool complete = m[0].string == name_of(EndReason::complete);
    return End{complete ? EndReason::complete : EndReason::stopped, uint32_of(m[1]), from_hex<Seed>(m[2].string)};
  });
}

Decoded<ServerMessage> decode_error(std::string_view text) {
  return read<ServerMessage>(text, std::array{string_member("code"), string_member("detail")}, [](auto& m) {
    return ErrorMessage{std::move(m[0].string), std::move(m[1].string)};
  });
}

Decoded<ClientMessage> decode_start(std::string_view text) {
  const Limits limits;
  const JsonMember client_seed = {.path = "client_seed",
                                  .type = Type::string,
                                  .is_allowed = is_client_seed,
                                  .expected = "1 to 64 characters of 0-9, A-Z, a-z, _ and -"};
  const JsonMember interval = {
      .path = "interval_ms", .lowest = limits.min_interval_ms, .highest = limits.max_interval_ms};
  const JsonMember count = {.path = "count", .lowest = 1, .highest = limits.max_count};
  return read<ClientMessage>(text,
                             std::array{client_seed, optional(int32_member("min")), optional(int32_member("max")),
                                        optional(interval), optional(count)},
                             [](auto& m) {
                               Start start{.client_seed = std::move(m[0].string)};
                               if (m[1].present) start.min = int32_of(m[1]);
                               if (m[2].present) start.max = int32_of(m[2]);
                               if (m[3].present) start.interval_ms = uint32_of(m[3]);
                               if (m[4].present) start.count = uint32_of(m[4]);
                               return start;
                             });
}

Decoded<ClientMessage> decode_resume(std::string_view text) {
  return read<ClientMessage>(text, std::array{string_member("token"), count_member("next")}, [](auto& m) {
    return Resume{std::move(m[0].string), uint32_of(m[1])};
  });
}

constexpr std::string_view kPlainNumberStart = "{\"message\": ";
constexpr std::string_view kNumberStart = "{\"type\":\"number\",\"seq\":";
constexpr std::string_view kNumberMiddle = ",\"message\":";

char* write(char* at, std::string_view text) {
  return std::copy(text.begin(), text.end(), at);
}

}  // namespace

Decoded<ServerMessage> decode_server_message(std::string_view text) {
  const auto type = read_type(text, kMaxServerMessageBytes);
  if (!type) return type.error();
  if (!*type) return decode_plain_number(text);
  if (**type == "number") return decode_number(text);
  if (**type == "numbers") return decode_numbers(text);
  if (**type == "hello") return decode_hello(text);
  if (**type == "started") return decode_started(text);
  if (**type == "end") return decode_end(text);
  if (**type == "error") return decode_error(text);
  return ServerMessage(UnknownMessage{**type});
}

Decoded<ClientMessage> decode_client_message(std::string_view text) {
  const auto type = read_type(text, kMaxClientMessageBytes);
  if (!type) return type.error();
  if (!*type) return DecodeError{"member \"type\" is missing", text.size()};
  if (**type == "start") return decode_start(text);
  if (**type == "resume") return decode_resume(text);
  if (**type == "stop") return ClientMessage(Stop{});
  return DecodeError{"\"type\" is none of start, resume and stop", text.size()};
}

std::string encode(const Hello& message) {
  const Limits& limits = message.limits;
  return "{\"type\":\"hello\",\"protocol\":1,\"stream\":\"" + to_hex(message.stream) + "\",\"commitment\":\"" +
         to_hex(message.commitment) +
         "\",\"limits\":{\"min_interval_ms\":" + std::to_string(limits.min_interval_ms) +
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
  return text += "]}";
}

std::string encode(const End& message) {
  return "{\"type\":\"end\",\"reason\":\"" + std::string(name_of(message.reason)) +
         "\",\"next\":" + std::to_string(message.next) + ",\"server_seed\":\"" + to_hex(message.server_seed) +
         "\"}";
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
  if (message.count) text += ",\"count\":" + std::to_string(*message.count);
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
  *at++ = '}';
  return static_cast<std::size_t>(at - out.data());
}

bool is_client_seed(std::string_view text) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";
  return !text.empty() && text.size() <= kMaxClientSeedLength &&
         text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

std::string_view name_of(EndReason reason) {
  return reason == EndReason::complete ? "complete" : "stopped";
}

}  // namespace sws
