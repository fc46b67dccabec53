// Takes a server's byte stream apart into WebSocket frames (RFC 6455 §5.2) and reads what a load client needs of
// their texts. Pure functions over memory that the caller keeps; nothing is copied, nothing allocated.
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

// The first frame of `bytes`. A violation: masked, or longer than 65535 bytes, which no server measured here sends.
Frame parse_frame(std::string_view bytes);

// The value of `"name":` in a flat JSON object, white space before the number allowed; nothing if it is absent.
// Good enough for the texts of servers under measurement, which never hide a member's name inside a string.
std::optional<std::int64_t> integer_member(std::string_view text, std::string_view quoted_name);

// How many integers stand in the array `"messages"`; 0 if there is none.
std::size_t messages_in_array(std::string_view text);

// Whether a frame's text is a {"type":"…"} of this name.
bool has_type(std::string_view text, std::string_view type);

}  // namespace sws::bench
