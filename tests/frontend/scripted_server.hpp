// The server's side of one stream of protocol 1. Each function returns the text that a server with these seeds
// would send; the test decides when to pass it on.
#pragma once

#include <array>
#include <string>

#include "shared/codec.hpp"
#include "shared/number_sequence.hpp"
#include "shared/sha256.hpp"

namespace sws {

struct ScriptedServer {
  StreamId id{1, 2, 3};
  Seed seed{9, 8, 7};
  StreamParameters parameters{.min = 0, .max = 100, .interval_ms = 1000, .count = 5};
  std::string token = "token";
  std::string client_seed = "AAAAAAAAAAAAAAAAAAAAAA";  // the seed that FakeBrowser's bytes give

  std::string hello() const { return encode(Hello{id, sha256(seed), Limits()}); }
  std::string started(std::uint32_t next = 0) const {
    return encode(Started{id, sha256(seed), token, 1'764'000'000'000, next, parameters});
  }
  std::int32_t at(std::uint32_t n) const {
    return NumberSequence(seed, client_seed, parameters.min, parameters.max).at(n);
  }
  std::string number(std::uint32_t n) const { return number(n, at(n)); }
  static std::string number(std::uint32_t n, std::int32_t value) {
    std::array<char, kMaxNumberText> text;
    return {text.data(), encode(Number{n, value}, text)};
  }
  std::string numbers(std::uint32_t first, std::uint32_t last) const {
    Numbers run{first, {}};
    for (std::uint32_t n = first; n <= last; ++n) run.messages.push_back(at(n));
    return encode(run);
  }
  std::string end(EndReason reason, std::uint32_t next) const { return encode(End{reason, next, seed}); }
};

}  // namespace sws
