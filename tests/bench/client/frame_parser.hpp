// Parses a server's byte stream into WebSocket frames (RFC 6455 §5.2) and extracts the values that a load client
// needs. Pure functions over memory of the caller; they neither copy nor allocate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sws::bench {

enum class FrameStatus { whole, incomplete, violation };

struct Frame {
  FrameStatus status = FrameStatus::incomplete;
  std::uint8_t opcode = 0;
  std::string_view payload = {};
  std::size_t size = 0;  // header and payload
};

inline constexpr std::uint8_t kText = 1, kClose = 8, kPing = 9, kPong = 10;

// The first frame of `bytes`. Masked frames are a violation, and so are frames of more than 65535 bytes, which no
// server measured here sends.
Frame parse_frame(std::string_view bytes);

// The number after `"name":` in a flat JSON object, with optional white space before it, or nothing. This is enough
// for the servers measured here, whose strings never contain the name of a member.
std::optional<std::int64_t> integer_member(std::string_view text, std::string_view quoted_name);

// The characters of the string after `"name":`, without escapes, or an empty text.
std::string_view string_member(std::string_view text, std::string_view quoted_name);

// The text between the brackets of the array `"messages"`, which has no arrays inside, or an empty text.
std::string_view messages_array(std::string_view text);

// The number of numbers in the array `"messages"`, or 0 without such an array.
std::size_t messages_in_array(std::string_view text);

// Whether the text is a message with this "type".
bool has_type(std::string_view text, std::string_view type);

}  // namespace sws::bench
