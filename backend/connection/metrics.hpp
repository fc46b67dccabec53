// The counters of one worker, which owns them. Only its thread writes; any thread may read, but a value may be a
// moment old, and values that are read together may be from different moments. admin/metrics_families.hpp gives
// them names and help texts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "backend/connection/reason.hpp"
#include "backend/loop/counters.hpp"
#include "backend/net/accept_counters.hpp"
#include "shared/close_code.hpp"

namespace sws {

// The streams that are counted apart: the two protocols of WebSockets, and Server-Sent Events.
enum class StreamKind : std::uint8_t { plain, verified, events };
inline constexpr std::size_t kStreamKinds = 3;

// The name as metrics spell it.
constexpr std::string_view name_of(StreamKind kind) {
  constexpr std::array<std::string_view, kStreamKinds> kNames = {"plain", "verified", "events"};
  return kNames[static_cast<std::size_t>(kind)];
}

// The close codes that the server sends, in the order in which they are counted.
inline constexpr std::array kCloseCodes = {
    CloseCode::normal,           CloseCode::going_away,      CloseCode::protocol_error, CloseCode::bad_payload,
    CloseCode::policy_violation, CloseCode::message_too_big, CloseCode::service_restart};

// Where in kCloseCodes `code` is. The codes that are never sent have no place: it is then kCloseCodes.size().
constexpr std::size_t place_of(CloseCode code) {
  std::size_t place = 0;
  while (place < kCloseCodes.size() && kCloseCodes[place] != code) ++place;
  return place;
}

inline constexpr std::size_t kStatusClasses = 5;  // of HTTP: 1xx to 5xx (RFC 9110 §15)

struct Metrics {
  void count_close(CloseCode code) {
    if (const std::size_t place = place_of(code); place < closes.size()) closes[place].add();
  }
  void count_response(unsigned status) {  // 100 to 599
    responses[status / 100 - 1].add();
  }

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
  std::array<Counter, kCloseCodes.size()> closes;  // that the server began, by place_of() their codes
  std::array<Counter, kStatusClasses> responses;   // by the first digit of the status
  AcceptCounters accepts;
};

// The counters that one worker has for one received channel.
struct ChannelMetrics {
  Gauge viewers;
  Counter gaps;                // of viewers who were told that numbers can no longer be had
  LatenessHistogram delivery;  // from the arrival of a number at this server until the last viewer's is handed over
};

}  // namespace sws
