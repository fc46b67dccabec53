// Messages to JSON text and back (RFC 8259). Pure functions; no exception leaves them, whatever the text.
#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "shared/message.hpp"

namespace sws {

// Why a text is no message: what is wrong, and at which byte (counted from 0) it was noticed.
struct DecodeError {
  std::string message;
  std::size_t offset;
};

template <class Message>
using Decoded = boost::system::result<Message, DecodeError>;

// Accepts any JSON spelling: order, white space, escapes, unknown members, and an integer written 72, 72.0
// or 7.2e1. Refuses what is not JSON in UTF-8, duplicate members, nesting deeper than 32, more than
// kMaxServerMessageBytes.
Decoded<ServerMessage> decode_server_message(std::string_view text);

// Writes {"message": 72}, spelled as Python's json.dumps does, and returns its length. Allocates nothing.
inline constexpr std::size_t kMaxPlainNumberText = std::string_view("{\"message\": -2147483648}").size();
std::size_t encode_plain_number(std::int32_t message, std::span<char, kMaxPlainNumberText> out);

}  // namespace sws
