// Everything that an HTTP session passes on when its connection becomes a stream.
#pragma once

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <string>

#include "backend/admission/admission.hpp"
#include "backend/loop/clock.hpp"
#include "backend/net/byte_stream.hpp"
#include "shared/stream_protocol.hpp"

namespace sws {

using HttpRequest = boost::beast::http::request<boost::beast::http::empty_body>;

// A stream is sent as frames of a WebSocket, or as Server-Sent Events.
enum class Framing { websocket, events };

// Where the address of a request leads.
struct StreamAddress {
  std::string channel;  // the name in the address
  Framing framing = Framing::websocket;
  bool operator==(const StreamAddress&) const = default;
};

struct Upgrade {
  StreamAddress address;
  StreamRequest wanted;         // of a WebSocket
  HttpRequest request;          // that of a WebSocket has passed check_upgrade() (backend/http/request_check.hpp)
  std::string response_header;  // of events: the bytes with which the response begins
  std::string last_event_id;    // of events: the id of the viewer's last event, or nothing
  ByteStream stream;
  std::string prefetched;  // bytes that arrived after the request
  Admission::Slot slot;
  SteadyTime admitted_until = SteadyTime::max();  // when the viewer's access ends
};

// A stream that cannot be opened yet.
struct Unavailable {
  std::string why;     // half a sentence, for a refusal
  std::string events;  // for an EventSource, which would never connect again if it was refused: all of its body
};

}  // namespace sws
