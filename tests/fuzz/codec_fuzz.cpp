// libFuzzer's target for all decoders: no text may crash them, and a message that was read is written as a text
// that is read as the same message.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "shared/codec.hpp"

namespace sws {
namespace {

std::string encode(const UnknownMessage&) {
  return R"({"type":"of another version"})";  // a reader keeps nothing else of it
}
std::string encode(const PlainNumber& message) {
  std::array<char, kMaxPlainNumberText> text;
  return {text.data(), encode(message, text)};
}
std::string encode(const Number& message) {
  std::array<char, kMaxNumberText> text;
  return {text.data(), encode(message, text)};
}

void require(bool condition) {
  if (!condition) std::abort();
}

void check_server_message(std::string_view text) {
  const auto read = decode_server_message(text);
  if (!read) return require(read.error().offset <= text.size() && !read.error().message.empty());
  const std::string written = std::visit([](const auto& message) { return encode(message); }, *read);
  if (written.size() > kMaxServerMessageBytes) return;  // an error's escapes may be longer than what they stand for
  const auto again = decode_server_message(written);
  require(again.has_value());
  require(std::holds_alternative<UnknownMessage>(*read) || *again == *read);
}

void check_client_message(std::string_view text) {
  const auto read = decode_client_message(text);
  if (!read) return require(read.error().offset <= text.size() && !read.error().message.empty());
  if (const auto* resume = std::get_if<Resume>(&*read)) {
    const bool plain = resume->token.find_first_of("\"\\") == std::string::npos &&
                       std::find_if(resume->token.begin(), resume->token.end(),
                                    [](unsigned char c) { return c < ' '; }) == resume->token.end();
    if (!plain) return;  // not for encode(): it takes base64url
  }
  const auto again = decode_client_message(std::visit([](const auto& message) { return encode(message); }, *read));
  require(again.has_value() && *again == *read);
}

// Of a channel of another source.
template <class Request>
void check_request(std::string_view text, Decoded<Request> (*decode)(std::string_view)) {
  const auto read = decode(text);
  if (!read) return require(read.error().offset <= text.size() && !read.error().message.empty());
  const auto again = decode(std::visit([](const auto& request) { return encode(request); }, *read));
  require(again.has_value() && *again == *read);
}

}  // namespace
}  // namespace sws

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  sws::check_server_message(text);
  sws::check_client_message(text);
  sws::check_request(text, sws::decode_log_request);
  sws::check_request(text, sws::decode_shared_request);
  return 0;
}
