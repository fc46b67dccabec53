// A stream of proven numbers, with everything that its server knows: the offer, and each number with its key.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/key_chain.hpp"
#include "shared/message.hpp"
#include "shared/number.hpp"

namespace sws {

struct ProvenStream {
  explicit ProvenStream(std::uint32_t count, const Seed& server_seed = {1, 2, 3}, const StreamId& stream = {4, 5}) {
    KeyChain chain(server_seed, stream);
    offer = {stream, count, {}, chain.roots(count)};
    offer.commitment = commitment_of(stream, count, offer.roots);
    for (std::uint32_t n = 0; n < count; ++n) {
      keys.push_back(chain.key_of(n));
      numbers.push_back(number_of(keys[n], {client_seed, min, max}, n));
    }
  }

  std::vector<std::int32_t> run(std::uint32_t first, std::uint32_t size) const {
    return {numbers.data() + first, numbers.data() + first + size};
  }

  // The keys that come with a run: the last one of each segment that it touches.
  std::vector<Key> keys_of_run(std::uint32_t first, std::uint32_t size) const {
    std::vector<Key> lasts;
    for (std::uint32_t n = first; n < first + size; ++n) {
      if (n == first + size - 1 || n % kSegmentNumbers == kSegmentNumbers - 1) lasts.push_back(keys[n]);
    }
    return lasts;
  }

  std::string client_seed = "seed";
  std::int32_t min = -1000, max = 1000;
  Offer offer;
  std::vector<Key> keys;  // that of each number
  std::vector<std::int32_t> numbers;
};

}  // namespace sws
