#include "shared/chain_verifier.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "shared/counting.hpp"
#include "shared/hex.hpp"
#include "shared/key_chain.hpp"
#include "shared/number.hpp"

namespace sws {
std::optional<std::string> fault_of(const Offer& offer) {
  if (offer.roots.size() != segments_of(offer.count)) {
    return "it has " + std::to_string(offer.roots.size()) + " roots for " + counted(offer.count, "number") +
           ", but " + std::to_string(segments_of(offer.count)) + " are expected";
  }
  const Digest hash = commitment_of(offer.stream, offer.count, offer.roots);
  if (hash == offer.commitment) return std::nullopt;
  return "it is " + to_hex(offer.commitment) + ", but the hash of its roots is " + to_hex(hash);
}

ChainVerifier::ChainVerifier(const Offer& offer, std::string client_seed, std::int32_t min, std::int32_t max)
    : stream_(offer.stream),
      count_(offer.count),
      roots_(offer.roots),
      client_seed_(std::move(client_seed)),
      min_(min),
      max_(max) {}

std::optional<std::string> ChainVerifier::take(std::uint64_t seq, std::span<const std::int32_t> numbers,
                                               std::span<const Key> keys) {
  if (seq != verified_) return number_named(seq) + " arrived, but " + number_named(verified_) + " is due";
  if (numbers.size() > count_ - verified_) {
    return number_named(count_) + " arrived, but the stream has only " + counted(count_, "number");
  }
  const std::uint32_t segments = segments_touched(verified_, static_cast<std::uint32_t>(numbers.size()));
  if (keys.size() != segments) {
    return number_named(seq) + " arrived with " + counted(keys.size(), "key") + ", but " +
           std::to_string(segments) + (segments == 1 ? " is" : " are") + " expected";
  }
  for (const Key& key : keys) {
    const std::size_t size = std::min<std::size_t>(numbers.size(), kSegmentNumbers - verified_ % kSegmentNumbers);
    if (auto wrong = take_segment(numbers.first(size), key)) return wrong;
    numbers = numbers.subspan(size);
  }
  return std::nullopt;
}

// Verifies numbers of one segment, of which `key` proves the last one.
std::optional<std::string> ChainVerifier::take_segment(std::span<const std::int32_t> numbers, const Key& key) {
  const std::uint32_t segment = verified_ / kSegmentNumbers;
  const std::uint32_t first = verified_ % kSegmentNumbers;
  const auto size = static_cast<std::uint32_t>(numbers.size());
  std::array<Key, kSegmentNumbers> proofs;  // proofs[i] belongs to numbers[i]
  proofs[size - 1] = key;
  SegmentChain chain(stream_, segment);
  for (std::uint32_t i = size; --i > 0;) proofs[i - 1] = chain.below(first + i, proofs[i]);
  const Digest& known = first == 0 ? roots_[segment] : keys_[segment];
  if (chain.below(first, proofs[0]) != known) {
    return "the key of " + number_named(verified_ + size - 1) + " does not lead to " +
           (first == 0 ? "its root" : "the key of " + number_named(verified_ - 1));
  }
  for (std::uint32_t i = 0; i < size; ++i) {
    const std::int32_t expected = number_of(proofs[i], {client_seed_, min_, max_}, verified_);
    if (numbers[i] != expected) {
      return number_named(verified_) + " is " + std::to_string(numbers[i]) + ", but its key gives " +
             std::to_string(expected);
    }
    ++verified_;
    keys_.resize(segment + 1);
    keys_[segment] = proofs[i];
  }
  return std::nullopt;
}

}  // namespace sws
