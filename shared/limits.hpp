// The bounds of everything on the wire, the same on both sides.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sws {

// What a stream may be; a server states it in `hello`.
struct Limits {
  std::uint32_t min_interval_ms = 10;         // 100 numbers a second: more than an eye can follow
  std::uint32_t max_interval_ms = 3'600'000;  // one hour
  std::uint32_t max_count = 1'000'000;        // 11 days at one a second

  bool operator==(const Limits&) const = default;
};

inline constexpr std::int64_t kMaxStartMs =
    (std::int64_t{1} << 53) - 1;                               // RFC 8259 §6: all JSON readers agree so far
inline constexpr std::size_t kMaxClientSeedLength = 64;        // characters
inline constexpr std::size_t kMaxClientMessageBytes = 4096;    // a client has little to say
inline constexpr std::size_t kMaxServerMessageBytes = 16'384;  // what a page reads before it calls a frame broken
inline constexpr std::uint32_t kMaxNumbersPerFrame = 512;      // of a `numbers` message: 6 kB of text at most

}  // namespace sws
