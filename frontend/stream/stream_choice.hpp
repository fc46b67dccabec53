// What a visitor chooses of a stream. The server chooses everything that is left out.
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
