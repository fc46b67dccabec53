// What crosses the wire, as C++ values. codec.hpp turns them into JSON text and back.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace sws {

// {"message": 72}
struct PlainNumber {
  std::int32_t message;
  bool operator==(const PlainNumber&) const = default;
};

// {"type": "…", …} of a type that this version does not know: clients ignore it.
struct UnknownMessage {
  std::string type;
  bool operator==(const UnknownMessage&) const = default;
};

using ServerMessage = std::variant<PlainNumber, UnknownMessage>;

}  // namespace sws
