#include "backend/process/memory_limit.hpp"

#include <algorithm>
#include <fstream>
#include <string>

#include "backend/process/environment.hpp"

namespace sws {
namespace {

// Version 1 has no word for no limit, but a number: the largest whole number of pages, a little below 2^63.
constexpr std::uint64_t kNoLimit = std::uint64_t{1} << 62;

// The limit of one group. "max", which is no number, is none.
std::optional<std::uint64_t> limit_of(const ControlGroup& group) {
  std::string text;
  std::ifstream(group.directory + (group.is_v2 ? "/memory.max" : "/memory.limit_in_bytes")) >> text;
  const auto limit = number_in<std::uint64_t>(text);
  return limit && *limit < kNoLimit ? limit : std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> memory_limit(const CgroupFiles& files) {
  std::optional<std::uint64_t> smallest;
  for (const ControlGroup& group : control_groups(files, "memory")) {
    if (const auto limit = limit_of(group)) smallest = std::min(*limit, smallest.value_or(*limit));
  }
  return smallest;
}

}  // namespace sws
