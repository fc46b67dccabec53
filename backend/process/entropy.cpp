#include "backend/process/entropy.hpp"

#include <sys/random.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace sws {
namespace {

template <class Bytes>
Bytes random_bytes() {
  Bytes bytes;
  // getrandom(2) delivers up to 256 bytes completely or not at all.
  static_assert(sizeof(bytes) <= 256);
  if (getrandom(bytes.data(), sizeof(bytes), 0) != static_cast<ssize_t>(sizeof(bytes))) {
    std::perror("getrandom");
    std::abort();
  }
  return bytes;
}

}  // namespace

Secret random_secret() {
  return random_bytes<Secret>();
}

std::uint32_t random_below(std::uint32_t limit) {
  const auto bytes = random_bytes<std::array<std::uint8_t, 8>>();
  std::uint64_t word = 0;
  for (const std::uint8_t byte : bytes) word = word << 8 | byte;
  return static_cast<std::uint32_t>(word % limit);
}

StreamId random_stream_id() {
  return random_bytes<StreamId>();
}

LogId random_log_id() {
  return random_bytes<LogId>();
}

std::uint64_t random_word() {
  using Words = std::array<std::uint64_t, 32>;
  static thread_local Words words;
  static thread_local std::size_t left = 0;
  if (left == 0) {
    words = random_bytes<Words>();
    left = words.size();
  }
  return std::exchange(words[--left], 0);
}

std::string random_client_seed() {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string seed;
  for (const std::uint8_t byte : random_bytes<std::array<std::uint8_t, 22>>()) seed += kAlphabet[byte % 64];
  return seed;
}

}  // namespace sws
