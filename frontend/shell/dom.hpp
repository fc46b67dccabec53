// The page's elements. With canvas.hpp the only place that touches the DOM.
#pragma once

#include <string>

#include "frontend/page/view.hpp"
#include "frontend/shell/callback.hpp"

namespace sws {

// The text that index.html gives #div_websocket before anything is received.
std::string introduction();

// What can be pressed.
enum class Button { start_or_stop, pause, retry, proof, csv, copy };

// Calls `pressed` for each press, by mouse, touch or keyboard.
void on_press(Button button, Callback pressed);
void enable(Button button);

// What was typed, whenever a field has been changed; and Enter in a field.
StreamForm typed_form();
void on_form_change(Callback changed);
void on_form_submit(Callback submitted);

// Writes what differs from `shown` into the elements.
void show(const View& view, const View& shown);

// What is opened and closed by the visitor, and is made only while it is open.
enum class Panel { table, frames };
bool is_open(Panel panel);
void on_toggle(Panel panel, Callback toggled);

enum class Rows { numbers, bins, frames };
// A line each, cells separated by tabs.
void show_rows(Rows rows, const std::string& text);

}  // namespace sws
