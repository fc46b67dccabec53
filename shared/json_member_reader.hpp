// The handler of Boost.JSON's parser for read_object(): keeps the values of the members that the caller asks for,
// and says what is wrong with a value. json_reader.cpp alone uses it.
#pragma once

#include <algorithm>
#include <boost/json/error.hpp>
#include <boost/json/string_view.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "shared/json_double.hpp"
#include "shared/json_integer.hpp"
#include "shared/json_reader.hpp"

namespace sws {

// Boost.JSON's parser calls these functions while it reads. A function that returns false stops the parser.
class JsonMemberReader {
 public:
  static constexpr std::size_t kMaxMembers = 1000;  // of one object

  static constexpr std::size_t max_object_size = kMaxMembers;
  static constexpr std::size_t max_array_size = SIZE_MAX;
  static constexpr std::size_t max_key_size = SIZE_MAX;
  static constexpr std::size_t max_string_size = SIZE_MAX;

  JsonMemberReader(std::span<const JsonMember> members, std::span<JsonValue> values)
      : members_(members), values_(values) {}

  std::string problem;  // why a callback stopped the parser
  DecodeError::Kind kind = DecodeError::Kind::malformed;

  bool on_document_begin(boost::system::error_code&) { return true; }
  bool on_document_end(boost::system::error_code&) { return true; }

  bool on_object_begin(boost::system::error_code& error) {
    const bool is_expected = depth_ == 0 || is_looked_into();
    if (!is_expected && !value("an object", error)) return false;
    ++depth_;
    if (is_expected) object_depth_ = depth_;
    return true;
  }
  bool on_object_end(std::size_t, boost::system::error_code&) {
    if (object_depth_ == depth_) names_[--object_depth_].clear();
    --depth_;
    return true;
  }
  bool on_array_begin(boost::system::error_code& error) {
    const JsonMember* const member = current();
    if (depth_ == 0 || !member || !is_array(*member)) {
      if (!value("an array", error)) return false;
    } else {
      value_of(*member).present = true;
      filling_ = member;
    }
    ++depth_;
    return true;
  }
  bool on_array_end(std::size_t, boost::system::error_code&) {
    filling_ = nullptr;
    --depth_;
    return true;
  }

  // The text of names and values that nobody asks for is not kept: most of what a hostile message has is such.
  bool on_key_part(boost::json::string_view part, std::size_t, boost::system::error_code&) {
    return depth_ != object_depth_ || append(part);
  }
  bool on_key(boost::json::string_view last_part, std::size_t, boost::system::error_code& error) {
    if (depth_ != object_depth_) return true;
    append(last_part);
    const auto [name, is_new] = names_[depth_ - 1].insert(std::exchange(text_, std::string()));
    if (!is_new) return stop("member \"" + beginning_of(*name) + "\" is there twice", error);
    name_[depth_ - 1] = *name;
    current_ = find_current();
    return true;
  }

  bool on_string_part(boost::json::string_view part, std::size_t, boost::system::error_code&) {
    return !is_wanted() || append(part);
  }
  bool on_string(boost::json::string_view last_part, std::size_t, boost::system::error_code& error) {
    const JsonMember* const member = filling_ ? filling_ : current();
    if (!member || member->type != (filling_ ? Type::strings : Type::string)) {
      return value("a string", error);
    }
    append(last_part);
    std::string string = std::exchange(text_, std::string());
    if (member->is_allowed && !member->is_allowed(string)) {
      return stop(quoted(*member) + " is not as it should be: " + std::string(member->expected) + " is expected",
                  error, DecodeError::Kind::not_allowed);
    }
    JsonValue& read = value_of(*member);
    read.present = true;
    if (filling_) {
      read.strings.push_back(std::move(string));
    } else {
      read.string = std::move(string);
    }
    return true;
  }

  bool on_number(std::string_view spelled, boost::system::error_code& error) {
    const JsonMember* const member = filling_ ? filling_ : current();
    const Type type = member ? member->type : Type::any;
    if (type == (filling_ ? Type::integers : Type::integer)) return integer(*member, spelled, error);
    if (type == (filling_ ? Type::numbers : Type::number)) return fraction(*member, spelled, error);
    return value("a number", error);
  }
  bool on_bool(bool is_true, boost::system::error_code& error) {
    const JsonMember* const member = filling_ ? nullptr : current();
    if (!member || member->type != Type::boolean) return value(is_true ? "true" : "false", error);
    value_of(*member).integer = is_true ? 1 : 0;
    return value_of(*member).present = true;
  }
  bool on_null(boost::system::error_code& error) { return value("null", error); }
  bool on_comment_part(boost::json::string_view, boost::system::error_code&) { return true; }
  bool on_comment(boost::json::string_view, boost::system::error_code&) { return true; }

 private:
  using Type = JsonMember::Type;
  static constexpr std::size_t kMaxQuoted = 40;  // bytes of a wrong name or value that an error message repeats

  static bool is_array(const JsonMember& member) {
    return member.type == Type::integers || member.type == Type::numbers || member.type == Type::strings;
  }

  static std::string expectation(const JsonMember& member) {
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
  static std::string beginning_of(std::string_view text) {
    if (text.size() <= kMaxQuoted) return std::string(text);
    std::size_t end = kMaxQuoted;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return std::string(text.substr(0, end)) + "...";
  }

  // Returns the member whose value is being read, or null if the caller did not ask for it.
  const JsonMember* current() const { return depth_ > 0 && depth_ == object_depth_ ? current_ : nullptr; }
  bool is_wanted() const { return filling_ || current(); }
  JsonValue& value_of(const JsonMember& member) {
    return values_[static_cast<std::size_t>(&member - members_.data())];
  }

  const JsonMember* find_current() const {
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

  bool append(boost::json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool stop(std::string why, boost::system::error_code& error,
            DecodeError::Kind what = DecodeError::Kind::malformed) {
    problem = std::move(why);
    kind = what;
    error = boost::json::error::syntax;
    return false;
  }
  // Names the wrong value for an error message: "min", or "numbers"[17] inside an array.
  std::string quoted(const JsonMember& member) {
    std::string name = '"' + std::string(member.path) + '"';
    if (!filling_) return name;
    const JsonValue& read = value_of(member);
    return name + '[' + std::to_string(read.integers.size() + read.numbers.size() + read.strings.size()) + ']';
  }

  // Handles a value of a type that this member may not have. It is an error only if the caller asked for its
  // member, or for a member inside it.
  bool value(const char* what, boost::system::error_code& error) {
    if (depth_ == 0) return stop(std::string("the text is ") + what + ": an object is expected", error);
    const JsonMember* const member = filling_ ? filling_ : current();
    if (!member) {
      if (!is_looked_into()) return true;
      return stop('"' + std::string(name_[0]) + "\" is " + what + ": an object is expected", error);
    }
    if (member->type == Type::any) {
      text_.clear();
      return value_of(*member).present = true;
    }
    return stop(quoted(*member) + " is " + what + ": " + expectation(*member), error);
  }

  bool integer(const JsonMember& member, std::string_view spelled, boost::system::error_code& error) {
    const auto integer = json_integer(spelled);
    if (!integer || *integer < member.lowest || *integer > member.highest) {
      return stop(quoted(member) + " is " + beginning_of(spelled) + ": an integer from " +
                      std::to_string(member.lowest) + " to " + std::to_string(member.highest) + " is expected",
                  error, DecodeError::Kind::not_allowed);
    }
    JsonValue& read = value_of(member);
    filling_ ? read.integers.push_back(*integer) : void(read.integer = *integer);
    return read.present = true;
  }

  bool fraction(const JsonMember& member, std::string_view spelled, boost::system::error_code& error) {
    const auto number = json_double(spelled);
    if (!number) {
      return stop(quoted(member) + " is " + beginning_of(spelled) + ": a number of less than 1.8e308 is expected",
                  error, DecodeError::Kind::not_allowed);
    }
    JsonValue& read = value_of(member);
    filling_ ? read.numbers.push_back(*number) : void(read.number = *number);
    return read.present = true;
  }

  std::span<const JsonMember> members_;
  std::span<JsonValue> values_;   // of the members
  std::size_t depth_ = 0;         // of open objects and arrays; 1 inside the object itself
  std::size_t object_depth_ = 0;  // the depth of the deepest open object that we look into: 0, 1 or 2
  // By depth: all names so far in the objects that we look into, and the last one of each, which lies in the set.
  // The set is ordered because a client could choose names that all collide in a hash table.
  std::set<std::string> names_[2];
  std::string_view name_[2];
  const JsonMember* current_ = nullptr;  // the member that the last name stands for, if the caller asked for it
  const JsonMember* filling_ = nullptr;  // the array that is being read; no array nests inside it
  std::string text_;                     // the part so far of the key or string that is being read
};

}  // namespace sws
