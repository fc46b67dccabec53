// How a message with a name, such as `gap` or `end`, is spelled for each kind of stream. A pure function, any
// thread.
#pragma once

#include <string>
#include <string_view>

#include "backend/connection/metrics.hpp"
#include "backend/events/event_text.hpp"
#include "backend/websocket/frame.hpp"

namespace sws {

// `text` is the message as JSON, and `id` the line of an event that says where a client goes on. Nothing in the
// plain protocol, which has no word for it.
inline std::string message_frames(StreamKind kind, const std::string& id, std::string_view name,
                                  std::string_view text) {
  switch (kind) {
    case StreamKind::plain:
      return "";
    case StreamKind::verified:
      return text_frame(text);
    case StreamKind::events:
      break;
  }
  return id + named_event(name, text);
}

}  // namespace sws
