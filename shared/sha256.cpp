#include "shared/sha256.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "shared/sha256_constants.hpp"

namespace sws {
namespace {

std::uint32_t load_big_endian(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

Sha256::Compress compress_block = Sha256::compress_portably;
Sha256::CompressFour compress_four_blocks = Sha256::compress_in_turn;

Digest digest_of(const Sha256::State& state) {
  Digest digest;
  for (std::size_t i = 0; i < state.size(); ++i) {
    const std::uint32_t word = state[i];
    const std::array<std::uint8_t, 4> bytes = {
        static_cast<std::uint8_t>(word >> 24), static_cast<std::uint8_t>(word >> 16),
        static_cast<std::uint8_t>(word >> 8), static_cast<std::uint8_t>(word)};
    std::memcpy(digest.data() + 4 * i, bytes.data(), bytes.size());
  }
  return digest;
}

}  // namespace

Digest sha256_of_padded_block(const Sha256::Block& block) {
  Sha256::State state = Sha256::kInitialState;
  compress_block(state, block.data());
  return digest_of(state);
}

Digest sha256_of_padded_message(std::span<const Sha256::Block> blocks) {
  Sha256::State state = Sha256::kInitialState;
  for (const Sha256::Block& block : blocks) compress_block(state, block.data());
  return digest_of(state);
}

Digest sha256_of_short_rest(Sha256::State state, std::uint64_t blocks, std::span<const std::uint8_t> rest) {
  Sha256::Block block{};
  std::memcpy(block.data(), rest.data(), rest.size());
  block[rest.size()] = 0x80;
  const std::uint64_t bits = (blocks * 64 + rest.size()) * 8;
  for (std::size_t i = 0; i < 8; ++i) block[56 + i] = static_cast<std::uint8_t>(bits >> (56 - 8 * i));
  compress_block(state, block.data());
  return digest_of(state);
}

void Sha256::compress(State& state, const Block& block) {
  compress_block(state, block.data());
}

std::array<Digest, 4> sha256_of_padded_blocks(const Sha256::FourBlocks& blocks) {
  Sha256::FourStates states;
  states.fill(Sha256::kInitialState);
  compress_four_blocks(states, blocks);
  return {digest_of(states[0]), digest_of(states[1]), digest_of(states[2]), digest_of(states[3])};
}

void Sha256::use(Compress compress, CompressFour compress_four) {
  compress_block = compress;
  compress_four_blocks = compress_four;
}

void Sha256::compress_in_turn(FourStates& states, const FourBlocks& blocks) {
  for (std::size_t i = 0; i < states.size(); ++i) compress_block(states[i], blocks[i].data());
}

Sha256& Sha256::update(std::span<const std::uint8_t> data) {
  std::size_t filled = size_ % block_.size();
  size_ += data.size();
  while (!data.empty()) {
    const std::size_t taken = std::min(data.size(), block_.size() - filled);
    std::copy_n(data.begin(), taken, block_.begin() + static_cast<std::ptrdiff_t>(filled));
    data = data.subspan(taken);
    filled += taken;
    if (filled == block_.size()) {
      compress_block(state_, block_.data());
      filled = 0;
    }
  }
  return *this;
}

Digest Sha256::finish() {
  const std::uint64_t bits = size_ * 8;
  constexpr std::array<std::uint8_t, 64> kPadding = {0x80};
  const std::size_t filled = size_ % block_.size();
  update(std::span(kPadding).first((filled < 56 ? 56 : 120) - filled));
  std::array<std::uint8_t, 8> length;
  for (std::size_t i = 0; i < 8; ++i) length[i] = static_cast<std::uint8_t>(bits >> (56 - 8 * i));
  update(length);
  return digest_of(state_);
}

// FIPS 180-4 §6.2.2.
void Sha256::compress_portably(State& state, const std::uint8_t* block) {
  std::array<std::uint32_t, 64> w;
  for (std::size_t t = 0; t < 16; ++t) w[t] = load_big_endian(block + 4 * t);
  for (std::size_t t = 16; t < 64; ++t) {
    const std::uint32_t s0 = std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ (w[t - 15] >> 3);
    const std::uint32_t s1 = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ (w[t - 2] >> 10);
    w[t] = s1 + w[t - 7] + s0 + w[t - 16];
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (std::size_t t = 0; t < 64; ++t) {
    const std::uint32_t sum1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const std::uint32_t t1 = h + sum1 + ((e & f) ^ (~e & g)) + kSha256RoundConstants[t] + w[t];
    const std::uint32_t sum0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const std::uint32_t t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
  }
  const std::array<std::uint32_t, 8> worked = {a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < 8; ++i) state[i] += worked[i];
}

}  // namespace sws
