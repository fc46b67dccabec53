// Verifies the numbers of a stream one by one as they arrive: hashes each key down to what is already known of its
// segment, and derives the number from the key. A number that was verified stays proven, whatever happens to the
// server later. It throws nothing, whatever it is given. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shared/bytes.hpp"
#include "shared/message.hpp"

namespace sws {

// Returns in words why the offer is not a commitment to its numbers, or nothing if it is one. REQUIRES: `offer` is
// of a stream of at most kMaxProvenCount numbers.
std::optional<std::string> fault_of(const Offer& offer);

class ChainVerifier {
 public:
  // REQUIRES: !fault_of(offer), is_client_seed(client_seed) and min ≤ max.
  ChainVerifier(const Offer& offer, std::string client_seed, std::int32_t min, std::int32_t max);

  // Verifies the numbers `seq`, `seq` + 1, and so on. `keys` has the last key of each segment that the run touches.
  // Returns in words what is wrong, with the number at which it is wrong; the numbers before it are verified, and
  // the verifier must not be used further. REQUIRES: `numbers` is not empty.
  std::optional<std::string> take(std::uint64_t seq, std::span<const std::int32_t> numbers,
                                  std::span<const Key> keys);

  std::uint32_t verified() const { return verified_; }  // how many numbers, from number 0 on

  // The last key that was verified of each segment, from segment 0 on. From these keys, the roots and the client's
  // seed follow all numbers that were verified.
  const std::vector<Key>& keys() const { return keys_; }

 private:
  std::optional<std::string> take_segment(std::span<const std::int32_t> numbers, const Key& key);

  StreamId stream_;
  std::uint32_t count_;
  std::vector<Digest> roots_;
  std::string client_seed_;
  std::int32_t min_, max_;
  std::uint32_t verified_ = 0;
  std::vector<Key> keys_;
};

}  // namespace sws
