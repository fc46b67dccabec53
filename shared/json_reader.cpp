#include "shared/json_reader.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <string_view>

#include "shared/json_member_reader.hpp"
#include "shared/json_number_text.hpp"

namespace sws {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxNesting = 32;

std::string described(const boost::system::error_code& error) {
  if (error == json::error::too_deep) return "nested deeper than " + std::to_string(kMaxNesting);
  if (error == json::error::object_too_large) {
    return "an object of more than " + std::to_string(JsonMemberReader::kMaxMembers) + " members";
  }
  return "not JSON: " + error.message();
}

}  // namespace
}  // namespace sws

// read_object() hands over the whole text at once, allows no comments, and reads the text of a number by itself.
// Boost.JSON 1.81 would instantiate its parser for texts in parts, for comments and for the values of numbers as
// well, which is a fifth of the page's program, so that code is left out here.
namespace boost::json {

template <>
template <>
inline const char* basic_parser<sws::JsonMemberReader>::parse_document(const char*, std::false_type) {
  return sentinel();
}

template <>
template <>
inline const char* basic_parser<sws::JsonMemberReader>::parse_value(const char*, std::true_type, std::true_type,
                                                                    bool, bool) {
  return sentinel();
}

template <>
template <>
inline const char* basic_parser<sws::JsonMemberReader>::resume_value(const char*, std::true_type, std::false_type,
                                                                     bool, bool) {
  return sentinel();
}

template <>
template <>
inline const char* basic_parser<sws::JsonMemberReader>::parse_comment(const char*, std::true_type, bool) {
  return sentinel();
}

template <>
template <>
inline const char* basic_parser<sws::JsonMemberReader>::parse_number(const char* begin, std::true_type,
                                                                     std::integral_constant<char, '-'>) {
  const sws::JsonNumberText text(begin, end_);
  if (!text.is_good()) return fail(text.end(), text.end() == end_ ? error::incomplete : error::syntax, nullptr);
  const auto size = static_cast<std::size_t>(text.end() - begin);
  return h_.on_number({begin, size}, ec_) ? text.end() : fail(text.end());
}

template <>
template <>
inline const char* basic_parser<sws::JsonMemberReader>::parse_number(const char* begin, std::true_type is_whole,
                                                                     std::integral_constant<char, '0'>) {
  return parse_number(begin, is_whole, std::integral_constant<char, '-'>());
}

template <>
template <>
inline const char* basic_parser<sws::JsonMemberReader>::parse_number(const char* begin, std::true_type is_whole,
                                                                     std::integral_constant<char, '+'>) {
  return parse_number(begin, is_whole, std::integral_constant<char, '-'>());
}

}  // namespace boost::json

namespace sws {

DecodeError missing_member(const JsonMember& member, std::size_t offset) {
  return {"member \"" + std::string(member.path) + "\" is missing", offset};
}

std::optional<DecodeError> read_object(std::string_view text, std::size_t max_bytes,
                                       std::span<const JsonMember> members, std::span<JsonValue> values) {
  if (text.size() > max_bytes) {
    return DecodeError{
        std::to_string(text.size()) + " bytes: at most " + std::to_string(max_bytes) + " are expected", max_bytes};
  }
  json::parse_options options;
  options.max_depth = kMaxNesting;
  json::basic_parser<JsonMemberReader> parser(options, members, values);
  boost::system::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  JsonMemberReader& reader = parser.handler();
  if (error) {
    return DecodeError{reader.problem.empty() ? described(error) : std::move(reader.problem), read, reader.kind};
  }
  if (read < text.size()) return DecodeError{"more text behind the message", read};
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i].required && !values[i].present) return missing_member(members[i], read);
  }
  return std::nullopt;
}

}  // namespace sws
