// How the messages of a received channel are spelled for each kind of stream: as frames of a WebSocket, in the
// plain protocol or in protocol 1, or as Server-Sent Events. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "backend/connection/metrics.hpp"
#include "shared/message.hpp"

namespace sws {

// The samples `seq`, `seq` + 1, and so on: 1 to kMaxNumbersPerFrame.
std::string number_frames(StreamKind kind, const LogId& log, std::uint64_t seq, std::vector<Sample> samples);

// Nothing in the plain protocol, which has no word for it.
std::string gap_frames(StreamKind kind, const LogId& log, const Gap& gap);
std::string source_frames(StreamKind kind, const SourceState& state);
std::string end_frames(StreamKind kind, const LogId& log, const End& end);

}  // namespace sws
