// What the browser's window offers beside the page's elements: a clock, one timer, randomness, and news of the
// network and of being looked at.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "frontend/shell/callback.hpp"
#include "frontend/stream/moment.hpp"

namespace sws {

// A steady clock: it does not follow changes of the time of day.
Moment now();

// Calls `fire` once at `moment`, or as soon as the browser lets it. Replaces what was set before; nothing: no call.
void set_timer(std::optional<Moment> moment, Callback fire);

// crypto.getRandomValues: fit for secrets.
void fill_with_random(std::span<std::uint8_t> bytes);

bool is_visible();
void on_visibility_change(Callback changed);
void on_network_return(Callback returned);

}  // namespace sws
