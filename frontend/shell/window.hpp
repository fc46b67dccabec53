// The browser's window, apart from its elements: clock, timers, randomness, address, and the events that tell
// whether the network is there and whether the page is visible. All callbacks come on the browser's only thread,
// and none comes before the function that registers it has returned.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "frontend/shell/callback.hpp"
#include "frontend/stream/moment.hpp"

namespace sws {

// Reads a steady clock, which does not jump when the time of day is set.
Moment now();

// The time of day at Moment(0), in milliseconds since the Unix epoch, and how many milliseconds local times are
// ahead of UTC. Both are right until the clock is set or summer time begins or ends.
std::int64_t time_of_day_at_start();
std::int64_t local_time_offset();

// Calls `fire` once, at `moment` or soon after. There is one timer: a call for an earlier moment moves it, and a
// call for a later moment or for none leaves it as it is, so `fire` must bear to be called too early.
void set_timer(std::optional<Moment> moment, Callback fire);

void call_after(Moment wait, Callback fire);
void call_before_next_paint(
    Callback fire);  // waits while the page is hidden, because the browser then paints nothing

// Fills `bytes` from crypto.getRandomValues, which is good enough for secrets.
void fill_with_random(std::span<std::uint8_t> bytes);

bool is_visible();
void on_visibility_change(Callback changed);

bool is_online();
void on_network_change(Callback changed);

// The page's address, which contains the settings of its form.
std::string whole_address();

// The page's address without what comes before and behind: "https://example.org" and "/app/".
std::string address_origin();
std::string address_path();

// The fragment of the page's address, with its #.
std::string address_hash();
void replace_address_hash(const std::string& hash);  // without a new entry in the browser's history
void on_address_change(Callback changed);

}  // namespace sws
