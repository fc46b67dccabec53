// The keys that prove the numbers of a stream. The numbers are divided into segments of 16, and each segment has a
// chain of hashes: from its topmost key, which the server derives from the stream's seed, down to its root. Before
// the client speaks, the server commits to all roots. Number n comes with its key, which lies one step higher than
// the key of number n - 1, so that anybody can hash it down to what is known already, and nobody can find it
// beforehand. PROTOCOL.md has the formulas.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "shared/bytes.hpp"
#include "shared/sha256.hpp"

namespace sws {

inline constexpr std::uint32_t kSegmentNumbers = 16;

// How many segments `count` numbers have.
constexpr std::uint32_t segments_of(std::uint32_t count) {
  return (count + kSegmentNumbers - 1) / kSegmentNumbers;
}

// How many segments the numbers `first` to `first` + `count` - 1 touch. REQUIRES: count > 0.
constexpr std::uint32_t segments_touched(std::uint32_t first, std::uint32_t count) {
  return (first + count - 1) / kSegmentNumbers - first / kSegmentNumbers + 1;
}

// Returns HMAC-SHA256(secret, "SimpleWebsocket/1 seed:" ‖ stream id as 32 lowercase hex digits).
Seed derive_server_seed(const Secret& secret, const StreamId& stream);

// The chain of one segment, downwards: K(segment, height). The root is at height 0, the key of the segment's number
// i at height i + 1, and the topmost key at height 16. One thread.
class SegmentChain {
 public:
  SegmentChain(const StreamId& stream, std::uint32_t segment);

  Key below(std::uint32_t height, const Key& above);           // the key at `height`, from the one at height + 1
  Key descend(Key key, std::uint32_t from, std::uint32_t to);  // the key at height `to`, from that at `from` ≥ `to`

 private:
  Sha256::Block message_;  // what is hashed; the height and the key in it change
};

// Returns the commitment of a stream that has roots: the hash of them all.
Digest commitment_of(const StreamId& stream, std::uint32_t count, std::span<const Digest> roots);

// The server's side of the chains. It remembers one key, so that the next ones of the same segment cost little: a
// number in turn costs 4 hashes on average, and any other at most 16 more. One thread.
class KeyChain {
 public:
  KeyChain(const Seed& server_seed, const StreamId& stream) : server_seed_(server_seed), stream_(stream) {}

  Key key_of(std::uint32_t n);  // the key of number n

  // The keys of all numbers of a segment, the key of its first number first. They cost 20 hashes together.
  std::array<Key, kSegmentNumbers> keys_of(std::uint32_t segment) const;

  // The roots of the first `count` numbers. They cost 18 hashes for each segment.
  std::vector<Digest> roots(std::uint32_t count) const;

  const StreamId& stream() const { return stream_; }
  const Seed& server_seed() const { return server_seed_; }

 private:
  Seed server_seed_;
  StreamId stream_;
  Key remembered_{};
  std::uint32_t segment_ = 0, height_ = 0;  // those of remembered_; 0: nothing is remembered
};

}  // namespace sws
