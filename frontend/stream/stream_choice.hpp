// The range, interval and count that a visitor chooses for a stream. The server chooses those that are left out.
#pragma once

#include <cstdint>
#include <optional>

namespace sws {

struct StreamChoice {
  std::optional<std::int32_t> min = {}, max = {};
  std::optional<std::uint32_t> interval_ms = {}, count = {};
  bool operator==(const StreamChoice&) const = default;
};

}  // namespace sws
