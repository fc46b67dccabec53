// The status line: what a stream does, or how it ended, in one sentence. It says the same for every number, so that
// a screen reader is not made to repeat it.
#pragma once

#include <string>
#include <string_view>

#include "frontend/stream/stream_session.hpp"
#include "frontend/stream/verification.hpp"

namespace sws {

struct Status {
  std::string text;
  std::string_view connection;  // as in View
};

// What the status depends on beside the stream itself.
struct Situation {
  bool online = true;   // as far as the browser knows
  bool late = false;    // a number is overdue
  bool paused = false;  // the display, not the stream
};

Status status_of(const StreamSession& session, const Verification* verification, const Situation& situation);

}  // namespace sws
