// The server's side of one stream of protocol 1. Each function returns the text that a server with these seeds
// would send; the test decides when to pass it on. Those that take a message send it as it is, so that the server
// can lie.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "shared/codec.hpp"
#include "shared/key_chain.hpp"
#include "shared/number.hpp"
#include "shared/sha256.hpp"

namespace sws {

struct ScriptedServer {
  StreamId id{1, 2, 3};
  Seed seed{9, 8, 7};
  StreamParameters parameters{.min = 0, .max = 100, .interval_ms = 1000, .count = 5};
  std::string token = "token";
  std::string client_seed = "AAAAAAAAAAAAAAAAAAAAAA";  // the seed that FakeBrowser's bytes give

  bool has_roots() const { return parameters.count <= kMaxProvenCount; }
  Offer offer() const {
    if (!has_roots()) return {id, parameters.count, sha256(seed), {}};
    std::vector<Digest> roots = KeyChain(seed, id).roots(parameters.count);
    const Digest commitment = commitment_of(id, parameters.count, roots);
    return {id, parameters.count, commitment, std::move(roots)};
  }
  std::string hello() const { return hello(offer(), {parameters.min, parameters.max, parameters.interval_ms}); }
  static std::string hello(std::optional<Offer> offer, const StreamDefaults& defaults = {}) {
    return encode(Hello{std::move(offer), Limits(), defaults});
  }
  std::string started(std::uint32_t next = 0) const {
    return encode(Started{id, offer().commitment, token, 1'764'000'000'000, next, parameters});
  }

  Key key(std::uint32_t n) const { return KeyChain(seed, id).key_of(n); }
  std::int32_t at(std::uint32_t n) const {
    return number_of(key(n), {client_seed, parameters.min, parameters.max}, n);
  }
  std::string number(std::uint32_t n) const { return number(n, at(n)); }
  std::string number(std::uint32_t n, std::int32_t value) const {
    return number(Number{n, value, has_roots() ? std::optional(key(n)) : std::nullopt});
  }
  static std::string number(const Number& message) {
    std::array<char, kMaxNumberText> text;
    return {text.data(), encode(message, text)};
  }
  std::string numbers(std::uint32_t first, std::uint32_t last) const { return encode(run(first, last)); }
  Numbers run(std::uint32_t first, std::uint32_t last) const {
    Numbers run{first, {}};
    for (std::uint32_t n = first; n <= last; ++n) {
      run.messages.push_back(at(n));
      if (has_roots() && (n == last || n % kSegmentNumbers == kSegmentNumbers - 1)) run.keys.push_back(key(n));
    }
    return run;
  }
  std::string end(EndReason reason, std::uint32_t next) const {
    return encode(End{reason, next, has_roots() ? std::nullopt : std::optional(seed)});
  }
};

}  // namespace sws
