// The secrets that a server has for one purpose: the first one signs, and all of them verify, so that a secret can
// be changed while what the one before it signed is still in use. Immutable; any thread may read.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "shared/bytes.hpp"

namespace sws {

class Secrets {
 public:
  // What was not signed with the first secret takes one more HMAC for each further one.
  static constexpr std::size_t kMost = 8;

  Secrets() : Secrets(Secret{}) {}
  Secrets(const Secret& only) : all_{only} {}
  // REQUIRES: there is a first one. One that comes twice is kept once.
  explicit Secrets(std::span<const Secret> secrets) {
    for (const Secret& secret : secrets) {
      if (!contains(secret)) all_.push_back(secret);
    }
  }

  const Secret& signing() const { return all_.front(); }
  std::span<const Secret> all() const { return all_; }
  bool contains(const Secret& secret) const { return std::find(all_.begin(), all_.end(), secret) != all_.end(); }

  bool operator==(const Secrets&) const = default;

 private:
  std::vector<Secret> all_;
};

}  // namespace sws
