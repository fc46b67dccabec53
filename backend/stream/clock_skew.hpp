// What a server does for a viewer who has numbers already that are not due yet by the server's own clock: another
// server, whose clock is ahead of this one's, has sent them, or the viewer lies. The server counts and logs it. A
// small difference is waited for, because numbers are never sent before they are due; with a large one the viewer
// is to come back, here or at another server. On the worker's thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "backend/connection/outlet.hpp"

namespace sws {

// A difference that is not waited for. Clocks that NTP has set to within 500 ms differ by 1 s at most.
inline constexpr std::chrono::milliseconds kRefusedSkew{2'000};

// `early`: how long it is, by this server's clock, until the viewer's last number is due; nothing happens if that
// has passed. Returns for people why the viewer cannot go on, or nothing.
std::optional<std::string> refusal_of_skew(Metrics& metrics, std::chrono::milliseconds early);

// Tells a viewer of events why, and ends the response, so that an EventSource comes back with the same id: after an
// error as its response it would not.
void send_away(Outlet& outlet, std::string_view last_event_id, std::string why);

}  // namespace sws
