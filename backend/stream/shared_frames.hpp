// How the messages of a shared channel are spelled for each kind of stream: as frames of a WebSocket, in the plain
// protocol or in protocol 1, or as Server-Sent Events. Pure functions, any thread.
#pragma once

#include <string>

#include "backend/connection/metrics.hpp"
#include "shared/message.hpp"

namespace sws {

std::string number_frames(StreamKind kind, const Number& number);
std::string number_frames(StreamKind kind, const Numbers& run);

// Nothing in the plain protocol, which has no word for it.
std::string gap_frames(StreamKind kind, const Gap& gap);

}  // namespace sws
