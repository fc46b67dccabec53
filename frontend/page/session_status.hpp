// The parts of the status line that are the same for all kinds of channels. Pure functions for status.cpp and
// sample_status.cpp.
#pragma once

#include <cstdint>
#include <string>

#include "frontend/page/status.hpp"
#include "frontend/stream/session.hpp"

namespace sws {

// Begins with a capital letter and ends with a full stop unless it ends already.
std::string sentence(std::string text);

void add_sentence(Status& status, std::string text);

Status connecting();
Status paused();
Status reconnecting(const Session& session, bool is_online);

// `count` numbers have come. `complete` is the sentence for a session that is complete.
Status how_it_ended(const Session::Ending& ending, std::string complete, std::uint64_t count, bool is_online);

// Adds that a server's clock seems wrong, if numbers came early.
void add_clock(Status& status, const Session& session);

// Adds what went wrong and did not stop the session.
void add_faults(Status& status, const Session::Faults& faults);

}  // namespace sws
