// The bounds of everything on the wire. The server and the page enforce the same ones.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sws {

// The bounds of a stream's parameters. A server states its own in `hello`.
struct Limits {
  std::uint32_t min_interval_ms = 10;         // 100 numbers a second are more than an eye can follow
  std::uint32_t max_interval_ms = 3'600'000;  // one hour
  std::uint32_t max_count = 1'000'000;        // 11 days at one a second

  bool operator==(const Limits&) const = default;
};

// A longer stream is not proven number by number, because the server commits to each: these take 0.3 ms to commit
// to, and 12 kB of `hello`.
inline constexpr std::uint32_t kMaxProvenCount = 4096;

// RFC 8259 §6: all JSON readers agree on integers up to here.
inline constexpr std::int64_t kMaxExactInteger = (std::int64_t{1} << 53) - 1;

inline constexpr std::int64_t kMaxStartMs = kMaxExactInteger;

// Of channels of source `shared`: how many numbers a period has, for each of which a root is announced, and how
// many roots `hello` has. A page that comes in the middle of a period hashes up to 4096 times, once.
inline constexpr std::uint32_t kPeriodNumbers = 4096;
inline constexpr std::int64_t kMaxPeriod = kMaxExactInteger / kPeriodNumbers;
inline constexpr std::size_t kAnnouncedRoots = 3;

inline constexpr std::size_t kMaxChannelName = 64;             // characters
inline constexpr std::size_t kMaxClientSeedLength = 64;        // characters
inline constexpr std::size_t kMaxClientMessageBytes = 4096;    // a client's messages have about 250 at most
inline constexpr std::size_t kMaxServerMessageBytes = 32'768;  // a page treats a longer frame as broken
inline constexpr std::uint32_t kMaxNumbersPerFrame = 512;      // of a `numbers` message: 21 kB of text at most

}  // namespace sws
