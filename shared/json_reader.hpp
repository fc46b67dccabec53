// Reads one JSON object into the members that the reader asks for, and says what is wrong and where as soon as it
// sees it. A thin layer over Boost.JSON's SAX parser: no document is built, no number is rounded.
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

// A member to look for; read_object() fills in its lower half.
struct JsonMember {
  enum class Type { integer, integers, string };

  std::string_view path;  // "min"; "end.reason" inside the object `end`
  Type type = Type::integer;
  std::int64_t lowest = 0, highest = 0;                 // of integers
  bool (*is_allowed)(std::string_view text) = nullptr;  // of a string; null: any
  std::string_view expected = {};                       // of a string: what is_allowed() wants, for the error
  bool required = true;

  bool present = false;
  std::int64_t integer = 0;
  std::vector<std::int64_t> integers = {};
  std::string string = {};
};

// Members that nobody asked for are skipped, but a name may not come twice (in the object itself, and in those
// whose members are asked for). At most `max_bytes` of text.
std::optional<DecodeError> read_object(std::string_view text, std::size_t max_bytes, std::span<JsonMember> members);

}  // namespace sws
