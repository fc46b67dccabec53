// The counters of one worker, which owns them. Only its thread writes; any thread may read, but a value may be a
// moment old, and values that are read together may be from different moments. admin/metrics_families.hpp gives
// them names and help texts.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "backend/connection/reason.hpp"
#include "backend/loop/counters.hpp"

namespace sws {

// The streams that are counted apart: the two protocols of WebSockets, and Server-Sent Events.
enum class StreamKind { plain, verified, events };
inline constexpr std::size_t kStreamKinds = 3;

// The name as metrics spell it.
constexpr std::string_view name_of(StreamKind kind) {
  constexpr std::array<std::string_view, kStreamKinds> kNames = {"plain", "verified", "events"};
  return kNames[static_cast<std::size_t>(kind)];
}

struct Metrics {
  Gauge connections;
  Counter connections_accepted;
  std::array<Counter, kStreamKinds> streams_opened, streams_closed;  // by StreamKind
  Counter streams_resumed;
  Counter clock_skews;        // resumes of viewers who had a number that was not due yet (stream/clock_skew.hpp)
  Counter numbers_sent;       // one by one, on time
  Counter numbers_caught_up;  // late and together, to viewers that were away or slow
  Counter messages_received;
  Counter bytes_sent, bytes_received;           // of streams
  Counter requests;                             // HTTP requests, including upgrades
  Counter full_handshakes, resumed_handshakes;  // of TLS
  std::array<Counter, kReasons> refusals;
  LatenessHistogram lateness;
};

// The counters that one worker has for one received channel.
struct ChannelMetrics {
  Gauge viewers;
  Counter gaps;                // of viewers who were told that numbers can no longer be had
  LatenessHistogram delivery;  // from the arrival of a number at this server until the last viewer's is handed over
};

}  // namespace sws
