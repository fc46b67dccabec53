#include "backend/process/sha_extensions.hpp"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#include <cstddef>

#include "shared/sha256_constants.hpp"

namespace sws {
namespace {

#define SWS_WITH_SHA __attribute__((target("sha,sse4.1,ssse3")))

// One of the hashes. The instructions keep the state's words as a, b, e, f and c, d, g, h.
struct Lane {
  __m128i abef, cdgh;
  __m128i schedule[4];  // the next 16 words of the message schedule
};

SWS_WITH_SHA inline __m128i load(const void* from) {
  return _mm_loadu_si128(static_cast<const __m128i*>(from));
}

SWS_WITH_SHA inline void load_state(Lane& lane, const Sha256::State& state) {
  const __m128i cdab = _mm_shuffle_epi32(load(&state[0]), 0xb1);
  const __m128i efgh = _mm_shuffle_epi32(load(&state[4]), 0x1b);
  lane.abef = _mm_alignr_epi8(cdab, efgh, 8);
  lane.cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
}

SWS_WITH_SHA inline void load_words(Lane& lane, const std::uint8_t* block) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  for (std::size_t i = 0; i < 4; ++i) lane.schedule[i] = _mm_shuffle_epi8(load(block + 16 * i), big_endian);
}

// Rounds 4 × step to 4 × step + 3, and the words that the schedule needs four steps later.
SWS_WITH_SHA inline void four_rounds(Lane& lane, std::size_t step) {
  __m128i& words = lane.schedule[step % 4];
  const __m128i& last = lane.schedule[(step + 3) % 4];
  const __m128i sum =
      _mm_add_epi32(words, _mm_load_si128(reinterpret_cast<const __m128i*>(&kSha256RoundConstants[4 * step])));
  lane.cdgh = _mm_sha256rnds2_epu32(lane.cdgh, lane.abef, sum);
  lane.abef = _mm_sha256rnds2_epu32(lane.abef, lane.cdgh, _mm_shuffle_epi32(sum, 0x0e));
  if (step >= 12) return;
  words = _mm_sha256msg1_epu32(words, lane.schedule[(step + 1) % 4]);
  words = _mm_add_epi32(words, _mm_alignr_epi8(last, lane.schedule[(step + 2) % 4], 4));
  words = _mm_sha256msg2_epu32(words, last);
}

SWS_WITH_SHA inline void finish(const Lane& lane, Sha256::State& state) {
  Lane before;
  load_state(before, state);
  const __m128i feba = _mm_shuffle_epi32(_mm_add_epi32(lane.abef, before.abef), 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(_mm_add_epi32(lane.cdgh, before.cdgh), 0xb1);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(&state[0]), _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(&state[4]), _mm_alignr_epi8(dchg, feba, 8));
}

// Adds a block to each of `states`. The blocks lie one behind the other.
template <std::size_t kLanes>
SWS_WITH_SHA inline void compress(Sha256::State* states, const std::uint8_t* blocks) {
  Lane lanes[kLanes];
  for (std::size_t i = 0; i < kLanes; ++i) {
    load_state(lanes[i], states[i]);
    load_words(lanes[i], blocks + i * sizeof(Sha256::Block));
  }
#pragma GCC unroll 16
  for (std::size_t step = 0; step < 16; ++step) {
#pragma GCC unroll 4
    for (Lane& lane : lanes) four_rounds(lane, step);
  }
  for (std::size_t i = 0; i < kLanes; ++i) finish(lanes[i], states[i]);
}

}  // namespace

bool has_sha_extensions() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  const bool has_shuffles = __builtin_cpu_supports("sse4.1") != 0 && __builtin_cpu_supports("ssse3") != 0;
  return has_shuffles && __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
}

SWS_WITH_SHA void compress_with_sha_extensions(Sha256::State& state, const std::uint8_t* block) {
  compress<1>(&state, block);
}

SWS_WITH_SHA void compress_four_with_sha_extensions(Sha256::FourStates& states, const Sha256::FourBlocks& blocks) {
  compress<4>(states.data(), blocks[0].data());
}

}  // namespace sws

#else

namespace sws {

bool has_sha_extensions() {
  return false;
}

void compress_with_sha_extensions(Sha256::State& state, const std::uint8_t* block) {
  Sha256::compress_portably(state, block);
}

void compress_four_with_sha_extensions(Sha256::FourStates& states, const Sha256::FourBlocks& blocks) {
  Sha256::compress_in_turn(states, blocks);
}

}  // namespace sws

#endif
