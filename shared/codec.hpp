// Encodes messages as JSON text (RFC 8259) and decodes them. Pure functions that may be called on any thread; they
// throw nothing, whatever the text is. Decoding accepts every JSON spelling: any order, white space, escapes,
// unknown members, and an integer written as 72, 72.0 or 7.2e1. It refuses text that is not JSON in UTF-8, a member
// that comes twice, objects of more than 1000 members, nesting deeper than 32, and texts longer than limits.hpp
// allows.
#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "shared/base64url.hpp"
#include "shared/message.hpp"

namespace sws {

// The reason why a text was refused. `offset` is the byte, counted from 0, at which the decoder noticed it.
struct DecodeError {
  enum class Kind {
    malformed,    // the text is not JSON or not an object, or a member is missing or has the wrong type
    not_allowed,  // a value has the right type but is out of its bounds
  };
  std::string message;
  std::size_t offset;
  Kind kind = Kind::malformed;
};

template <class Message>
using Decoded = boost::system::result<Message, DecodeError>;

Decoded<ServerMessage> decode_server_message(std::string_view text);
Decoded<ClientMessage> decode_client_message(std::string_view text);  // of a stream of our own numbers
Decoded<LogRequest> decode_log_request(std::string_view text);        // of a stream of received numbers
Decoded<SharedRequest> decode_shared_request(std::string_view text);  // of a stream that all viewers share

std::string encode(const Hello& message);
std::string encode(const Started& message);  // REQUIRES: the token is base64url
std::string encode(const Numbers& message);
std::string encode(const End& message);
std::string encode(const ErrorMessage& message);
std::string encode(const LogHello& message);    // REQUIRES: is_channel_name(message.channel)
std::string encode(const LogStarted& message);  // REQUIRES: is_channel_name(message.channel)
std::string encode(const LogNumbers& message);  // REQUIRES: there is a sample, and all values are finite
std::string encode(const Gap& message);
std::string encode(const SourceState& message);
std::string encode(const SharedHello& message);    // REQUIRES: is_channel_name(message.channel)
std::string encode(const SharedStarted& message);  // REQUIRES: is_channel_name(message.channel)
std::string encode(const Root& message);
std::string encode(const SharedStart& message);
std::string encode(const SharedResume& message);
std::string encode(const LogStart& message);
std::string encode(const LogResume& message);
std::string encode(const Start& message);   // REQUIRES: is_client_seed(message.client_seed)
std::string encode(const Resume& message);  // REQUIRES: the token is base64url
std::string encode(const Stop& message);

// These two are on the server's hot path. They write into `out`, return the length of the text, and do not
// allocate.
inline constexpr std::size_t kMaxPlainNumberText = std::string_view("{\"message\": -2147483648}").size();
std::size_t encode(const PlainNumber& message, std::span<char, kMaxPlainNumberText> out);  // as json.dumps does

inline constexpr std::size_t kMaxNumberText =
    std::string_view("{\"type\":\"number\",\"seq\":9007199254740991,\"message\":-2147483648,\"key\":\"\"}").size() +
    kBase64urlOf32Bytes;
std::size_t encode(const Number& message, std::span<char, kMaxNumberText> out);

}  // namespace sws
