// SHA-256 (FIPS 180-4) in portable C++, the same natively and in Wasm. A program may bring its processor's own
// instructions for the one part that takes the time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "shared/bytes.hpp"

namespace sws {

// An unfinished hash. Copyable: a copy goes on from where the original stands.
class Sha256 {
 public:
  // The state after whole blocks of 64 bytes: all that has to be kept of them.
  using State = std::array<std::uint32_t, 8>;

  // Takes one block of 64 bytes into the state (FIPS 180-4 §6.2.2).
  using Compress = void (*)(State& state, const std::uint8_t* block);
  static void compress_portably(State& state, const std::uint8_t* block);

  // Has all hashes from now on computed with `compress`. REQUIRES: no other thread runs yet.
  static void use(Compress compress);

  Sha256() = default;
  Sha256(const State& state, std::uint64_t blocks) : state_(state), size_(blocks * 64) {}

  Sha256& update(std::span<const std::uint8_t> data);
  Sha256& update(std::string_view text) {
    return update({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  }
  Digest finish();                               // the hash of all that was given; the object is then spent
  const State& state() const { return state_; }  // REQUIRES: a multiple of 64 bytes was given

 private:
  State state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, 64> block_{};
  std::uint64_t size_ = 0;  // bytes given so far
};

inline Digest sha256(std::span<const std::uint8_t> data) {
  return Sha256().update(data).finish();
}
inline Digest sha256(std::string_view text) {
  return Sha256().update(text).finish();
}

}  // namespace sws
