#include "frontend/stream/client_seed.hpp"

#include <array>

namespace sws {

std::string make_client_seed(RandomSource& random) {
  // There are 64 characters, so the remainder of a byte chooses each with the same probability.
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::array<std::uint8_t, 22> bytes;
  random.fill(bytes);
  std::string seed;
  for (const std::uint8_t byte : bytes) seed += kAlphabet[byte % kAlphabet.size()];
  return seed;
}

}  // namespace sws
