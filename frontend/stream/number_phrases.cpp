#include "frontend/stream/number_phrases.hpp"

#include "shared/joined.hpp"

namespace sws {

std::string count_verified(std::uint64_t verified, std::uint64_t all) {
  return grouped(static_cast<std::int64_t>(verified)) + " of " + counted(all, "number") + " verified";
}

std::string numbers_named(std::uint64_t first, std::uint64_t last) {
  if (first == last) return number_named(first);
  return joined({"numbers ", grouped(static_cast<std::int64_t>(first + 1)), " to ",
                 grouped(static_cast<std::int64_t>(last + 1))});
}

}  // namespace sws
