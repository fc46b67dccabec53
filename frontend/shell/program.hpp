// What the page's two programs have in common: home.cpp is for channels of random numbers, channel.cpp for those
// whose numbers are the same for everybody. boot.js loads the one that the channel needs, so that a visitor waits
// for nothing of the other. A program connects one Page, which knows no browser, to the browser's elements, socket,
// clock and timers: every event goes to the Page, and afterwards the screen shows the Page's new view. Everything
// runs on the browser's only thread.
#pragma once

#include <optional>
#include <span>

#include "frontend/page/page.hpp"
#include "frontend/page/wall_clock.hpp"
#include "frontend/shell/callback.hpp"
#include "frontend/stream/random_source.hpp"
#include "frontend/stream/socket_port.hpp"

namespace sws {

// Puts the changes of an event on the screen. Every handler calls it last.
void show_page();

// Returns a place of a chart as on_read() tells it (canvas.hpp): none if it is negative.
std::optional<double> read_place(double x);

// Each of the two programs defines the rest.

// Makes the page, once, and listens to the elements that only its kind of channel has.
void open_page(const WallClock& clock, SocketPort& port, RandomSource& random);

// REQUIRES: open_page() was called; so for all that follow.
Page& page();

// Listens to the visitor's reading of the charts.
void listen_to_charts();

// The functions that draw one chart each.
std::span<const Callback> charts();

// Fills the tables of the panel Panel::table.
void show_number_tables();

}  // namespace sws
