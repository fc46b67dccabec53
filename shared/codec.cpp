#include "shared/codec.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <limits>
#include <optional>
#include <vector>

#include "shared/json_integer.hpp"
#include "shared/limits.hpp"

namespace sws {
namespace {

namespace json = boost::json;
using ErrorCode = boost::system::error_code;

constexpr std::size_t kMaxNesting = 32;
constexpr std::string_view kPlainNumberStart = "{\"message\": ";

// What Boost.JSON's parser calls as it reads: keeps the members that a message has, checks their types, skips the
// rest. A callback that returns false stops the parser.
class MessageReader {
 public:
  static constexpr std::size_t max_object_size = SIZE_MAX;
  static constexpr std::size_t max_array_size = SIZE_MAX;
  static constexpr std::size_t max_key_size = SIZE_MAX;
  static constexpr std::size_t max_string_size = SIZE_MAX;

  std::string problem;  // why a callback stopped the parser
  std::optional<std::int32_t> message;
  std::optional<std::string> type;

  bool on_document_begin(ErrorCode&) { return true; }
  bool on_document_end(ErrorCode&) { return true; }
  bool on_object_begin(ErrorCode& error) { return open("an object", error); }
  bool on_object_end(std::size_t, ErrorCode&) { return close(); }
  bool on_array_begin(ErrorCode& error) { return open("an array", error); }
  bool on_array_end(std::size_t, ErrorCode&) { return close(); }

  bool on_key_part(json::string_view part, std::size_t, ErrorCode&) { return append(part); }
  bool on_key(json::string_view last_part, std::size_t, ErrorCode& error) {
    append(last_part);
    if (depth_ != 1) return drop_text();
    if (std::find(keys_.begin(), keys_.end(), text_) != keys_.end()) {
      return stop("member \"" + text_ + "\" is there twice", error);
    }
    keys_.push_back(text_);
    return drop_text();
  }

  bool on_string_part(json::string_view part, std::size_t, ErrorCode&) { return append(part); }
  bool on_string(json::string_view last_part, std::size_t, ErrorCode& error) {
    append(last_part);
    if (is_member("type")) type = text_;
    drop_text();
    return other_type("a string", error, "type");
  }

  bool on_number_part(json::string_view part, ErrorCode&) { return append(part); }
  bool on_int64(std::int64_t, json::string_view last_part, ErrorCode& error) { return number(last_part, error); }
  bool on_uint64(std::uint64_t, json::string_view last_part, ErrorCode& error) { return number(last_part, error); }
  bool on_double(double, json::string_view last_part, ErrorCode& error) { return number(last_part, error); }
  bool on_bool(bool value, ErrorCode& error) { return other_type(value ? "true" : "false", error); }
  bool on_null(ErrorCode& error) { return other_type("null", error); }
  bool on_comment_part(json::string_view, ErrorCode&) { return true; }
  bool on_comment(json::string_view, ErrorCode&) { return true; }

 private:
  using Int32 = std::numeric_limits<std::int32_t>;

  bool is_member(std::string_view name) const { return depth_ == 1 && !keys_.empty() && keys_.back() == name; }

  bool append(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool drop_text() {
    text_.clear();
    return true;
  }
  bool stop(std::string why, ErrorCode& error) {
    problem = std::move(why);
    error = json::error::syntax;
    return false;
  }

  // A value of a kind that only the member `allowed`, if any, may have.
  bool other_type(const char* kind, ErrorCode& error, std::string_view allowed = {}) {
    if (depth_ == 0) return stop(std::string("the text is ") + kind + ": an object is expected", error);
    for (const std::string_view name : {std::string_view("message"), std::string_view("type")}) {
      if (!is_member(name) || name == allowed) continue;
      const char* expected = name == "message" ? "an integer" : "a string";
      return stop('"' + std::string(name) + "\" is " + kind + ": " + expected + " is expected", error);
    }
    return true;
  }

  bool number(json::string_view last_part, ErrorCode& error) {
    append(last_part);
    const auto value = json_integer(text_);
    const std::string spelled = text_.substr(0, 40);
    drop_text();
    if (!is_member("message")) return other_type("a number", error);
    if (!value || *value < Int32::min() || *value > Int32::max()) {
      return stop("\"message\" is " + spelled + ": an integer from " + std::to_string(Int32::min()) + " to " +
                      std::to_string(Int32::max()) + " is expected",
                  error);
    }
    message = static_cast<std::int32_t>(*value);
    return true;
  }

  bool open(const char* kind, ErrorCode& error) {
    if ((depth_ > 0 || kind == std::string_view("an array")) && !other_type(kind, error)) return false;
    ++depth_;
    return true;
  }
  bool close() {
    --depth_;
    return true;
  }

  std::size_t depth_ = 0;          // 1: inside the message's own object
  std::vector<std::string> keys_;  // of the message's own object, the current one last
  std::string text_;               // of the key, string or number being read
};

}  // namespace

Decoded<ServerMessage> decode_server_message(std::string_view text) {
  if (text.size() > kMaxServerMessageBytes) {
    return DecodeError{
        std::to_string(text.size()) + " bytes: at most " + std::to_string(kMaxServerMessageBytes) + " are expected",
        kMaxServerMessageBytes};
  }
  json::parse_options options;
  options.max_depth = kMaxNesting;
  json::basic_parser<MessageReader> parser(options);
  ErrorCode error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  MessageReader& reader = parser.handler();
  if (error) {
    return DecodeError{reader.problem.empty() ? "not JSON: " + error.message() : std::move(reader.problem), read};
  }
  if (read < text.size()) return DecodeError{"more text behind the message", read};
  if (reader.type) return ServerMessage(UnknownMessage{std::move(*reader.type)});
  if (reader.message) return ServerMessage(PlainNumber{*reader.message});
  return DecodeError{"member \"message\" is missing", read};
}

std::size_t encode_plain_number(std::int32_t message, std::span<char, kMaxPlainNumberText> out) {
  char* at = std::copy(kPlainNumberStart.begin(), kPlainNumberStart.end(), out.data());
  at = std::to_chars(at, out.data() + out.size() - 1, message).ptr;
  *at++ = '}';
  return static_cast<std::size_t>(at - out.data());
}

}  // namespace sws
