// Messages to JSON text and back (RFC 8259). Pure functions; no exception leaves them, whatever the text.
//
// Decoding accepts any JSON spelling: order, white space, escapes, unknown members, and an integer written 72, 72.0
// or 7.2e1. It refuses what is not JSON in UTF-8, duplicate members, objects of more than 1000 members, nesting
// deeper than 32, and texts longer than limits.hpp says.
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
  enum class Kind {
    malformed,    // not JSON, not an object, a member missing or of the wrong type
    not_allowed,  // a value of the right type that is out of its bounds
  };
  std::string message;
  std::size_t offset;
  Kind kind = Kind::malformed;
};

template <class Message>
using Decoded = boost::system::result<Message, DecodeError>;

Decoded<ServerMessage> decode_server_message(std::string_view text);
Decoded<ClientMessage> decode_client_message(std::string_view text);

std::string encode(const Hello& message);
std::string encode(const Started& message);  // REQUIRES: the token is base64url
std::string encode(const Numbers& message);
std::string encode(const End& message);
std::string encode(const ErrorMessage& message);
std::string encode(const Start& message);   // REQUIRES: is_client_seed(message.client_seed)
std::string encode(const Resume& message);  // REQUIRES: the token is base64url
std::string encode(const Stop& message);

// The two that are sent all day: they write into `out` and return the length. No allocation.
inline constexpr std::size_t kMaxPlainNumberText = std::string_view("{\"message\": -2147483648}").size();
std::size_t encode(const PlainNumber& message, std::span<char, kMaxPlainNumberText> out);  // as Python's json.dumps

inline constexpr std::size_t kMaxNumberText =
    std::string_view("{\"type\":\"number\",\"seq\":4294967295,\"message\":-2147483648}").size();
std::size_t encode(const Number& message, std::span<char, kMaxNumberText> out);

}  // namespace sws
