// The numbers of one verified stream, each with the key that proves it. Number n is a pure function of the stream's
// seed, the client's seed and n; nothing else is stored. Belongs to its stream and is used on the worker's thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "shared/key_chain.hpp"
#include "shared/limits.hpp"
#include "shared/message.hpp"
#include "shared/number.hpp"

namespace sws {

class RandomSequence {
 public:
  struct Proven {
    std::int32_t number;
    Key key;
  };

  // REQUIRES: is_client_seed(client_seed) and min ≤ max.
  RandomSequence(const KeyChain& chain, std::string_view client_seed, std::int32_t min, std::int32_t max)
      : chain_(chain),
        min_(min),
        max_(max),
        client_seed_size_(static_cast<std::uint8_t>(client_seed.copy(client_seed_.data(), client_seed_.size()))) {}

  // Number n. Numbers in turn cost least.
  Proven at(std::uint32_t n) {
    const Key key = chain_.key_of(n);
    return {number_of(key, choice(), n), key};
  }

  // `count` numbers from `first` on, and the last key of each segment that they touch. Many numbers cost half as
  // much each in this way.
  Numbers run(std::uint32_t first, std::uint32_t count) const;

  const Seed& server_seed() const { return chain_.server_seed(); }
  const StreamId& stream() const { return chain_.stream(); }

 private:
  NumberChoice choice() const { return {{client_seed_.data(), client_seed_size_}, min_, max_}; }

  KeyChain chain_;
  std::int32_t min_, max_;
  // This is not a std::string, because the server has many sequences and a string's text is elsewhere in memory.
  std::array<char, kMaxClientSeedLength> client_seed_;
  std::uint8_t client_seed_size_;
};

}  // namespace sws
