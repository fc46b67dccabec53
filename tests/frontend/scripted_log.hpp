// The server's side of one received channel. Each function returns the text that a server would send; the test
// decides when to pass it on.
#pragma once

#include <string>
#include <vector>

#include "shared/codec.hpp"

namespace sws {

struct ScriptedLog {
  static constexpr std::int64_t kStart = 1'764'158'400'000;  // 2025-11-26 12:00 UTC

  LogId id{1, 2, 3};

  std::string hello(std::uint64_t next) const { return encode(LogHello{"temperature", id, 0, next}); }
  std::string started(std::uint64_t next) const { return encode(LogStarted{"temperature", id, next}); }
  // Number `seq` came `seq` seconds after kStart.
  static std::string numbers(std::uint64_t seq, const std::vector<double>& values) {
    LogNumbers run{seq, {}};
    for (const double value : values) {
      run.samples.push_back({value, kStart + 1000 * static_cast<std::int64_t>(seq + run.samples.size())});
    }
    return encode(run);
  }
  static std::string number(std::uint64_t seq, double value) { return numbers(seq, {value}); }
  static std::string gap(std::uint64_t from, std::uint64_t to) { return encode(Gap{from, to}); }
  static std::string end(std::uint64_t next) { return encode(End{EndReason::source_ended, next}); }
};

}  // namespace sws
