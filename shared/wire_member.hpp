// The kinds of JSON members that the messages and the proof have: what may be in each, how its value becomes one of
// C++, and how keys are written. encode.cpp, decode.cpp and proof_codec.cpp use them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base64url.hpp"
#include "shared/bytes.hpp"
#include "shared/hex.hpp"
#include "shared/json_reader.hpp"
#include "shared/limits.hpp"
#include "shared/message.hpp"

namespace sws {

constexpr JsonMember optional(JsonMember member) {
  member.required = false;
  return member;
}

constexpr JsonMember string_member(std::string_view path) {
  return {.path = path, .type = JsonMember::Type::string};
}
constexpr JsonMember client_seed_member() {
  return {.path = "client_seed",
          .type = JsonMember::Type::string,
          .is_allowed = is_client_seed,
          .expected = "1 to 64 characters of 0-9, A-Z, a-z, _ and -"};
}
// Why a stream of our own numbers ended.
constexpr JsonMember reason_member(std::string_view path) {
  return {.path = path,
          .type = JsonMember::Type::string,
          .is_allowed =
              [](std::string_view text) {
                const auto reason = end_reason(text);
                return reason && *reason != EndReason::source_ended;
              },
          .expected = "\"complete\" or \"stopped\""};
}

// A stream's id, a digest or a seed, in hexadecimal digits.
template <class Bytes>
constexpr JsonMember hex_member(std::string_view path) {
  return {.path = path,
          .type = JsonMember::Type::string,
          .is_allowed = is_hex_of<Bytes>,
          .expected = sizeof(Bytes) == 32 ? "64 lowercase hexadecimal digits" : "32 lowercase hexadecimal digits"};
}

// A key, or an array of keys or roots, in base64url.
constexpr JsonMember key_member(std::string_view path, JsonMember::Type type) {
  return {
      .path = path, .type = type, .is_allowed = is_base64url_of_32_bytes, .expected = "43 characters of base64url"};
}

constexpr JsonMember int32_member(std::string_view path) {
  using Int32 = std::numeric_limits<std::int32_t>;
  return {.path = path, .lowest = Int32::min(), .highest = Int32::max()};
}
constexpr JsonMember int32s_member(std::string_view path) {
  JsonMember member = int32_member(path);
  member.type = JsonMember::Type::integers;
  return member;
}
constexpr JsonMember stream_count_member() {
  return {.path = "count", .lowest = 1, .highest = Limits().max_count};
}
constexpr JsonMember next_member(std::string_view path) {
  return {.path = path, .highest = Limits().max_count};
}
// A position in a log, or in a stream of any length.
constexpr JsonMember position_member(std::string_view path) {
  return {.path = path, .highest = kMaxExactInteger};
}
constexpr JsonMember log_member() {
  return hex_member<LogId>("log");
}

constexpr JsonMember channel_member() {
  return {.path = "channel",
          .type = JsonMember::Type::string,
          .is_allowed = is_channel_name,
          .expected = "1 to 64 characters of 0-9, a-z and _"};
}
constexpr JsonMember interval_member(std::string_view path = "interval_ms") {
  return {.path = path, .lowest = Limits().min_interval_ms, .highest = Limits().max_interval_ms};
}

inline std::int32_t int32_of(const JsonValue& value) {
  return static_cast<std::int32_t>(value.integer);
}
inline std::uint32_t uint32_of(const JsonValue& value) {
  return static_cast<std::uint32_t>(value.integer);
}
inline std::uint64_t uint64_of(const JsonValue& value) {
  return static_cast<std::uint64_t>(value.integer);
}
inline std::vector<std::int32_t> int32s_of(const JsonValue& value) {
  return {value.integers.begin(), value.integers.end()};
}
inline std::vector<Bytes32> keys_of(const JsonValue& value) {
  std::vector<Bytes32> keys(value.strings.size());
  std::transform(value.strings.begin(), value.strings.end(), keys.begin(), bytes32_from_base64url);
  return keys;
}

// Reads the members. If each of them is good, `make` turns their values into the message, or into an error if they
// contradict each other.
template <class Message, class Make>
Decoded<Message> read_message(std::string_view text, std::span<const JsonMember> members, Make make) {
  std::vector<JsonValue> values(members.size());
  if (auto error = read_object(text, text.size(), members, values)) return *std::move(error);
  return Decoded<Message>(make(values));
}

inline DecodeError not_allowed(std::string why, std::string_view text) {
  return {std::move(why), text.size(), DecodeError::Kind::not_allowed};
}

// The error of a `numbers` message that has so many numbers, if it is one.
inline std::optional<DecodeError> check_run(std::size_t numbers, std::string_view text) {
  if (numbers >= 1 && numbers <= kMaxNumbersPerFrame) return std::nullopt;
  return not_allowed("\"messages\" has " + std::to_string(numbers) + " numbers: 1 to " +
                         std::to_string(kMaxNumbersPerFrame) + " are expected",
                     text);
}

// Appends `,"name":[…]` with keys or roots to a text.
inline void append_member(std::string& text, std::string_view name, std::span<const Bytes32> values) {
  ((text += ",\"") += name) += "\":[";
  std::array<char, kBase64urlOf32Bytes> written;
  for (const Bytes32& value : values) {
    write_base64url(value, written.data());
    ((text += '"').append(written.data(), written.size())) += "\",";
  }
  if (!values.empty()) text.pop_back();
  text += ']';
}

}  // namespace sws
