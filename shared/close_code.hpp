// The WebSocket close codes that this protocol uses (RFC 6455 §7.4.1).
#pragma once

#include <cstdint>

namespace sws {

enum class CloseCode : std::uint16_t {
  normal = 1000,            // the stream is complete, or the viewer stopped it
  going_away = 1001,        // the server shuts down; the client should come back later
  protocol_error = 1002,    // the peer broke RFC 6455
  no_status = 1005,         // never sent; stands for a close frame without a code
  abnormal = 1006,          // never sent; stands for a connection that broke without a close frame
  bad_payload = 1007,       // a text message that is not UTF-8
  policy_violation = 1008,  // the peer's message is well-formed but not acceptable, or its access has expired
  message_too_big = 1009,
  service_restart = 1012,  // what the client watches begins anew: it should come back at once
};

}  // namespace sws
