// Reads the members of one JSON object that the caller asks for, and stops at the first error with its reason and
// its place. A thin layer over Boost.JSON's SAX parser that builds no document and rounds no integer. The codec and
// the proof use it; it knows nothing of messages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/codec.hpp"

namespace sws {

// A member that the caller asks for, and which values it may have.
struct JsonMember {
  enum class Type {
    integer,
    integers,
    number,  // a finite double
    numbers,
    string,
    strings,
    boolean,  // `integer` is 1 if it is true, and 0 if it is false
    any       // only `present` is set
  };

  std::string_view path;  // "min", or "end.reason" for `reason` inside the object `end`
  Type type = Type::integer;
  std::int64_t lowest = 0, highest = 0;                 // bounds of integers, inclusive
  bool (*is_allowed)(std::string_view text) = nullptr;  // for each string; null allows any
  std::string_view expected = {};  // for the error: describes the strings that is_allowed() allows
  bool required = true;
};

// The value of a member in a text. If the text has it, `present` is set, and so is the field that the type names.
struct JsonValue {
  bool present = false;
  std::int64_t integer = 0;
  std::vector<std::int64_t> integers = {};
  double number = 0;
  std::vector<double> numbers = {};
  std::string string = {};
  std::vector<std::string> strings = {};
};

DecodeError missing_member(const JsonMember& member, std::size_t offset);

// Fills in `values`, one for each of `members`, from `text` and returns nothing, or returns the first error.
// Members that the caller did not ask for are skipped. REQUIRES: both spans have the same size, and the values are
// new. A value that is no object is an error where the caller asks for a member inside it. A name that comes twice
// is an error in the object itself, and in the objects inside it whose members the caller asks for. A text longer
// than `max_bytes` is an error and is not read.
std::optional<DecodeError> read_object(std::string_view text, std::size_t max_bytes,
                                       std::span<const JsonMember> members, std::span<JsonValue> values);

}  // namespace sws
