// A meter that allows a peer so much and takes down what it is told.
#pragma once

#include <limits>

#include "backend/net/tls_meter.hpp"

namespace sws {

struct ScriptedMeter final : TlsMeter {
  bool on_records(unsigned count) override { return (records += count) <= most_records; }
  bool on_tls_messages(unsigned count) override { return (messages += count) <= most_messages; }

  unsigned most_records = std::numeric_limits<unsigned>::max();
  unsigned most_messages = std::numeric_limits<unsigned>::max();
  unsigned records = 0;
  unsigned messages = 0;
};

}  // namespace sws
