// A meter that allows a peer so much and takes down what it is told.
#pragma once

#include <cstddef>
#include <limits>

#include "backend/net/tls_meter.hpp"

namespace sws {

struct ScriptedMeter final : TlsMeter {
  bool on_ciphertext(std::size_t size) override {
    ciphertext += size;
    return ciphertext <= most_ciphertext;
  }
  bool on_tls_message() override { return ++messages <= most_messages; }

  std::size_t most_ciphertext = std::numeric_limits<std::size_t>::max();
  unsigned most_messages = std::numeric_limits<unsigned>::max();
  std::size_t ciphertext = 0;
  unsigned messages = 0;
};

}  // namespace sws
