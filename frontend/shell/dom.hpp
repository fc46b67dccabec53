// The page's elements. The only place that touches the DOM.
#pragma once

#include <string>

#include "frontend/page/view.hpp"
#include "frontend/shell/callback.hpp"

namespace sws {

// The text that index.html gives #div_websocket before anything is received.
std::string introduction();

// ws:// or wss://, host and port after where the page came from, with the stream's path; asks for protocol 1.
std::string stream_url();

// Calls `pressed` for each press of the button, by mouse, touch or keyboard, and enables it.
void on_button_press(Callback pressed);

// Calls `pressed` when the visitor wants the proof.
void on_proof_press(Callback pressed);

// Writes what differs from `shown` into the elements.
void show(const View& view, const View& shown);

// Lets the browser save `text` as a JSON file.
void download(const std::string& file_name, const std::string& text);

}  // namespace sws
