#include "frontend/stream/number_phrases.hpp"

namespace sws {

std::string counted(std::uint64_t count, std::string_view thing) {
  std::string text = std::to_string(count) + ' ';
  text += thing;
  return count == 1 ? text : text + 's';
}

std::string count_verified(std::uint64_t verified, std::uint64_t all) {
  return std::to_string(verified) + " of " + counted(all, "number") + " verified";
}

std::string numbers_named(std::uint64_t first, std::uint64_t last) {
  if (first == last) return "number " + std::to_string(first);
  return "numbers " + std::to_string(first) + " to " + std::to_string(last);
}

}  // namespace sws
