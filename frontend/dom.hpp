// The page's elements. The only place that touches the DOM.
#pragma once

#include <string>

#include "frontend/page.hpp"

namespace sws {

// The text that index.html gives #div_websocket before anything is received.
std::string introduction();

// ws:// or wss://, host and port after where the page came from, with the stream's path.
std::string stream_url();

// Calls `pressed` for each press of the button, by mouse, touch or keyboard, and enables it.
void on_button_press(void (*pressed)());

// Writes what differs from `shown` into the elements.
void show(const View& view, const View& shown);

}  // namespace sws
