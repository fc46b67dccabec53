// Has the processor fetch memory ahead of its use. For a crowd of objects, none of which is in the cache any more
// when its turn comes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sws {

inline constexpr std::size_t kCacheLine = 64;

// Fetches every cache line that has a byte of [begin, end), wherever in a line these two lie.
inline void prefetch_lines(const void* begin, const void* end) {
  const char* line = static_cast<const char*>(begin) - reinterpret_cast<std::uintptr_t>(begin) % kCacheLine;
  for (; line < end; line += kCacheLine) __builtin_prefetch(line);
}

}  // namespace sws
