// The status line: one sentence about the state of a stream, or about its end. The sentence stays the same from one
// number to the next, because a screen reader speaks every change. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "frontend/stream/log_session.hpp"
#include "frontend/stream/stream_session.hpp"
#include "frontend/stream/verification.hpp"

namespace sws {

struct Status {
  std::string text;
  std::string_view connection;  // one of the values that View::connection lists
};

// The circumstances, beside the stream itself, that the status depends on.
struct Situation {
  bool online = true;         // the browser's own opinion
  bool late = false;          // the next number is overdue
  bool paused = false;        // the display is paused; the stream goes on
  bool shows_before = false;  // the numbers on the page are those of the stream before
};

Status status_of(const StreamSession& session, const Verification* verification, const Situation& situation);

// `gap` says which numbers are missing among those on the page, if any are.
Status status_of(const LogSession& session, const std::string& gap, const Situation& situation);

}  // namespace sws
