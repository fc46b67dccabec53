#include "shared/json_reader.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <set>
#include <string_view>
#include <utility>

#include "shared/json_double.hpp"
#include "shared/json_integer.hpp"

namespace sws {
namespace {

namespace json = boost::json;
using ErrorCode = boost::system::error_code;

constexpr std::size_t kMaxNesting = 32;
constexpr std::size_t kMaxMembers = 1000;  // of one object
constexpr std::size_t kMaxQuoted = 40;     // bytes of a wrong name or value that an error message repeats

using Type = JsonMember::Type;

bool is_array(const JsonMember& member) {
  return member.type == Type::integers || member.type == Type::numbers || member.type == Type::strings;
}

std::string expectation(const JsonMember& member) {
  switch (member.type) {
    case Type::integer:
      return "an integer is expected";
    case Type::integers:
      return "an array of integers is expected";
    case Type::number:
      return "a number is expected";
    case Type::numbers:
      return "an array of numbers is expected";
    case Type::strings:
      return "an array of strings is expected";
    case Type::boolean:
      return "true or false is expected";
    case Type::string:
    case Type::any:
      break;
  }
  return "a string is expected";
}

// Returns the beginning of a UTF-8 text without cutting a character in two.
std::string beginning_of(std::string_view text) {
  if (text.size() <= kMaxQuoted) return std::string(text);
  std::size_t end = kMaxQuoted;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

std::string described(const boost::system::error_code& error) {
  if (error == json::error::too_deep) return "nested deeper than " + std::to_string(kMaxNesting);
  if (error == json::error::object_too_large) {
    return "an object of more than " + std::to_string(kMaxMembers) + " members";
  }
  return "not JSON: " + error.message();
}

// Boost.JSON's parser calls these functions while it reads. A function that returns false stops the parser.
class MemberReader {
 public:
  static constexpr std::size_t max_object_size = kMaxMembers;
  static constexpr std::size_t max_array_size = SIZE_MAX;
  static constexpr std::size_t max_key_size = SIZE_MAX;
  static constexpr std::size_t max_string_size = SIZE_MAX;

  explicit MemberReader(std::span<JsonMember> members) : members_(members) {}

  std::string problem;  // why a callback stopped the parser
  DecodeError::Kind kind = DecodeError::Kind::malformed;

  bool on_document_begin(ErrorCode&) { return true; }
  bool on_document_end(ErrorCode&) { return true; }

  bool on_object_begin(ErrorCode& error) {
    const bool is_expected = depth_ == 0 || is_looked_into();
    if (!is_expected && !value("an object", error)) return false;
    ++depth_;
    if (is_expected) object_depth_ = depth_;
    return true;
  }
  bool on_object_end(std::size_t, ErrorCode&) {
    if (object_depth_ == depth_) names_[--object_depth_].clear();
    --depth_;
    return true;
  }
  bool on_array_begin(ErrorCode& error) {
    JsonMember* const member = current();
    if (depth_ == 0 || !member || !is_array(*member)) {
      if (!value("an array", error)) return false;
    } else {
      member->present = true;
      filling_ = member;
    }
    ++depth_;
    return true;
  }
  bool on_array_end(std::size_t, ErrorCode&) {
    filling_ = nullptr;
    --depth_;
    return true;
  }

  // The text of names and values that nobody asks for is not kept: most of what a hostile message has is such.
  bool on_key_part(json::string_view part, std::size_t, ErrorCode&) {
    return depth_ != object_depth_ || append(part);
  }
  bool on_key(json::string_view last_part, std::size_t, ErrorCode& error) {
    if (depth_ != object_depth_) return true;
    append(last_part);
    const auto [name, is_new] = names_[depth_ - 1].insert(std::exchange(text_, std::string()));
    if (!is_new) return stop("member \"" + beginning_of(*name) + "\" is there twice", error);
    name_[depth_ - 1] = *name;
    current_ = find_current();
    return true;
  }

  bool on_string_part(json::string_view part, std::size_t, ErrorCode&) { return !is_wanted() || append(part); }
  bool on_string(json::string_view last_part, std::size_t, ErrorCode& error) {
    JsonMember* const member = filling_ ? filling_ : current();
    if (!member || member->type != (filling_ ? Type::strings : Type::string)) {
      return value("a string", error);
    }
    append(last_part);
    std::string string = std::exchange(text_, std::string());
    if (member->is_allowed && !member->is_allowed(string)) {
      return stop(quoted(*member) + " is not as it should be: " + std::string(member->expected) + " is expected",
                  error, DecodeError::Kind::not_allowed);
    }
    member->present = true;
    if (filling_) {
      member->strings.push_back(std::move(string));
    } else {
      member->string = std::move(string);
    }
    return true;
  }

  bool on_number_part(json::string_view part, ErrorCode&) { return !is_wanted() || append(part); }
  bool on_int64(std::int64_t, json::string_view last_part, ErrorCode& error) { return number(last_part, error); }
  bool on_uint64(std::uint64_t, json::string_view last_part, ErrorCode& error) { return number(last_part, error); }
  bool on_double(double, json::string_view last_part, ErrorCode& error) { return number(last_part, error); }
  bool on_bool(bool is_true, ErrorCode& error) {
    JsonMember* const member = filling_ ? nullptr : current();
    if (!member || member->type != Type::boolean) return value(is_true ? "true" : "false", error);
    member->integer = is_true ? 1 : 0;
    return member->present = true;
  }
  bool on_null(ErrorCode& error) { return value("null", error); }
  bool on_comment_part(json::string_view, ErrorCode&) { return true; }
  bool on_comment(json::string_view, ErrorCode&) { return true; }

 private:
  // Returns the member whose value is being read, or null if the caller did not ask for it.
  JsonMember* current() const { return depth_ > 0 && depth_ == object_depth_ ? current_ : nullptr; }
  bool is_wanted() const { return filling_ || current(); }

  JsonMember* find_current() {
    const auto found = std::find_if(members_.begin(), members_.end(), [this](const JsonMember& member) {
      const std::size_t dot = member.path.find('.');  // a dot in the text's own names means nothing
      if (depth_ == 1) return dot == std::string_view::npos && member.path == name_[0];
      return dot != std::string_view::npos && member.path.substr(0, dot) == name_[0] &&
             member.path.substr(dot + 1) == name_[1];
    });
    return found == members_.end() ? nullptr : &*found;
  }

  // Whether the value that begins here must be an object, because the caller asks for a member inside it.
  bool is_looked_into() const {
    return depth_ == 1 && std::any_of(members_.begin(), members_.end(), [this](const JsonMember& member) {
             const std::size_t dot = member.path.find('.');
             return dot != std::string_view::npos && member.path.substr(0, dot) == name_[0];
           });
  }

  bool append(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool stop(std::string why, ErrorCode& error, DecodeError::Kind what = DecodeError::Kind::malformed) {
    problem = std::move(why);
    kind = what;
    error = json::error::syntax;
    return false;
  }
  // Names the wrong value for an error message: "min", or "numbers"[17] inside an array.
  std::string quoted(const JsonMember& member) const {
    std::string name = '"' + std::string(member.path) + '"';
    if (!filling_) return name;
    return name + '[' + std::to_string(member.integers.size() + member.numbers.size() + member.strings.size()) +
           ']';
  }

  // Handles a value of a type that this member may not have. It is an error only if the caller asked for its
  // member, or for a member inside it.
  bool value(const char* what, ErrorCode& error) {
    if (depth_ == 0) return stop(std::string("the text is ") + what + ": an object is expected", error);
    JsonMember* const member = filling_ ? filling_ : current();
    if (!member) {
      if (!is_looked_into()) return true;
      return stop('"' + std::string(name_[0]) + "\" is " + what + ": an object is expected", error);
    }
    if (member->type == Type::any) {
      text_.clear();
      return member->present = true;
    }
    return stop(quoted(*member) + " is " + what + ": " + expectation(*member), error);
  }

  bool number(json::string_view last_part, ErrorCode& error) {
    JsonMember* const member = filling_ ? filling_ : current();
    const Type type = member ? member->type : Type::any;
    if (type == (filling_ ? Type::integers : Type::integer)) return integer(*member, last_part, error);
    if (type == (filling_ ? Type::numbers : Type::number)) return fraction(*member, last_part, error);
    return value("a number", error);
  }

  bool integer(JsonMember& member, json::string_view last_part, ErrorCode& error) {
    append(last_part);
    const std::string spelled = std::exchange(text_, std::string());
    const auto integer = json_integer(spelled);
    if (!integer || *integer < member.lowest || *integer > member.highest) {
      return stop(quoted(member) + " is " + beginning_of(spelled) + ": an integer from " +
                      std::to_string(member.lowest) + " to " + std::to_string(member.highest) + " is expected",
                  error, DecodeError::Kind::not_allowed);
    }
    member.present = true;
    filling_ ? member.integers.push_back(*integer) : void(member.integer = *integer);
    return true;
  }

  bool fraction(JsonMember& member, json::string_view last_part, ErrorCode& error) {
    append(last_part);
    const std::string spelled = std::exchange(text_, std::string());
    const auto number = json_double(spelled);
    if (!number) {
      return stop(quoted(member) + " is " + beginning_of(spelled) + ": a number of less than 1.8e308 is expected",
                  error, DecodeError::Kind::not_allowed);
    }
    member.present = true;
    filling_ ? member.numbers.push_back(*number) : void(member.number = *number);
    return true;
  }

  std::span<JsonMember> members_;
  std::size_t depth_ = 0;         // of open objects and arrays; 1 inside the object itself
  std::size_t object_depth_ = 0;  // the depth of the deepest open object that we look into: 0, 1 or 2
  // By depth: all names so far in the objects that we look into, and the last one of each, which lies in the set.
  // The set is ordered because a client could choose names that all collide in a hash table.
  std::set<std::string> names_[2];
  std::string_view name_[2];
  JsonMember* current_ = nullptr;  // the member that the last name stands for, if the caller asked for it
  JsonMember* filling_ = nullptr;  // the array that is being read; no array nests inside it
  std::string text_;               // the part so far of the key, string or number that is being read
};

}  // namespace
}  // namespace sws

// read_object() hands over the whole text at once and allows no comments. Boost.JSON 1.81 would instantiate its
// parser for texts in parts and for comments as well, which is a sixth of the page's program, so that code is left
// out here.
namespace boost::json {

template <>
template <>
inline const char* basic_parser<sws::MemberReader>::parse_document(const char*, std::false_type) {
  return sentinel();
}

template <>
template <>
inline const char* basic_parser<sws::MemberReader>::parse_value(const char*, std::true_type, std::true_type, bool,
                                                                bool) {
  return sentinel();
}

template <>
template <>
inline const char* basic_parser<sws::MemberReader>::parse_comment(const char*, std::true_type, bool) {
  return sentinel();
}

}  // namespace boost::json

namespace sws {

std::optional<DecodeError> read_object(std::string_view text, std::size_t max_bytes,
                                       std::span<JsonMember> members) {
  if (text.size() > max_bytes) {
    return DecodeError{
        std::to_string(text.size()) + " bytes: at most " + std::to_string(max_bytes) + " are expected", max_bytes};
  }
  json::parse_options options;
  options.max_depth = kMaxNesting;
  json::basic_parser<MemberReader> parser(options, members);
  ErrorCode error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  MemberReader& reader = parser.handler();
  if (error) {
    return DecodeError{reader.problem.empty() ? described(error) : std::move(reader.problem), read, reader.kind};
  }
  if (read < text.size()) return DecodeError{"more text behind the message", read};
  for (const JsonMember& member : members) {
    if (member.required && !member.present) {
      return DecodeError{"member \"" + std::string(member.path) + "\" is missing", read};
    }
  }
  return std::nullopt;
}

}  // namespace sws
