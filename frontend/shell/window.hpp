// What the browser's window offers beside the page's elements: a clock, timers, randomness, the address, and news
// of the network and of being looked at.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "frontend/shell/callback.hpp"
#include "frontend/stream/moment.hpp"

namespace sws {

// A steady clock: it does not follow changes of the time of day.
Moment now();

// Calls `fire` once at `moment`, or as soon as the browser lets it. Replaces what was set before; nothing: no call.
void set_timer(std::optional<Moment> moment, Callback fire);

void call_after(Moment wait, Callback fire);
void call_before_next_paint(Callback fire);  // not while the page is hidden

// crypto.getRandomValues: fit for secrets.
void fill_with_random(std::span<std::uint8_t> bytes);

bool is_visible();
void on_visibility_change(Callback changed);

bool is_online();
void on_network_change(Callback changed);

// ws:// or wss://, host and port after where the page came from, with the stream's path; asks for protocol 1.
std::string stream_url();

// "#…" of the page's address.
std::string address_hash();
void replace_address_hash(const std::string& hash);  // the browser's history does not grow
void on_address_change(Callback changed);

}  // namespace sws
