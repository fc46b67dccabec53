// SHA-256 (FIPS 180-4) in portable C++, the same natively and in Wasm. Nearly all of the time goes into compressing
// blocks, and a program may replace that function with one that uses its processor's own instructions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "shared/bytes.hpp"

namespace sws {

// A hash that is being computed. A copy of it continues from the same point, independently.
class Sha256 {
 public:
  // The state after a number of whole blocks of 64 bytes. The blocks themselves are no longer needed.
  using State = std::array<std::uint32_t, 8>;
  static constexpr State kInitialState = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};  // FIPS 180-4 §5.3.3

  using Block = std::array<std::uint8_t, 64>;

  // Adds one block of 64 bytes to the state (FIPS 180-4 §6.2.2).
  using Compress = void (*)(State& state, const std::uint8_t* block);
  static void compress_portably(State& state, const std::uint8_t* block);

  // Adds a block with the function that is in use.
  static void compress(State& state, const Block& block);

  // Adds one block to each of four states, which some processors do in less time than one after the other.
  using FourStates = std::array<State, 4>;
  using FourBlocks = std::array<Block, 4>;
  using CompressFour = void (*)(FourStates& states, const FourBlocks& blocks);
  static void compress_in_turn(FourStates& states, const FourBlocks& blocks);

  // Makes all hashes from now on use these. REQUIRES: no other thread runs yet.
  static void use(Compress compress, CompressFour compress_four = compress_in_turn);

  Sha256() = default;
  Sha256(const State& state, std::uint64_t blocks) : state_(state), size_(blocks * 64) {}

  Sha256& update(std::span<const std::uint8_t> data);
  Sha256& update(std::string_view text) {
    return update({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  }
  Digest finish();                               // returns the hash; the object must not be used afterwards
  const State& state() const { return state_; }  // REQUIRES: update() was given a multiple of 64 bytes

 private:
  State state_ = kInitialState;
  std::array<std::uint8_t, 64> block_{};
  std::uint64_t size_ = 0;  // how many bytes update() was given so far
};

inline Digest sha256(std::span<const std::uint8_t> data) {
  return Sha256().update(data).finish();
}
inline Digest sha256(std::string_view text) {
  return Sha256().update(text).finish();
}

// For the hot path: the hash of one block that has its padding already.
Digest sha256_of_padded_block(const Sha256::Block& block);
std::array<Digest, 4> sha256_of_padded_blocks(const Sha256::FourBlocks& blocks);

// The hash of one message of several blocks that has its padding already.
Digest sha256_of_padded_message(std::span<const Sha256::Block> blocks);

// For the hot path: the hash of `blocks` whole blocks, which have led to `state`, and of `rest` behind them.
// REQUIRES: `rest` has at most kMaxShortRest bytes, so that it fits into one block with its padding.
inline constexpr std::size_t kMaxShortRest = 55;
Digest sha256_of_short_rest(Sha256::State state, std::uint64_t blocks, std::span<const std::uint8_t> rest);

}  // namespace sws
