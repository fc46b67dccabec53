// The elements of index.html: puts a View on the screen, and reports presses and typing. Only this file and
// canvas.hpp touch the DOM. It decides nothing: page/ says what to show.
#pragma once

#include <string>

#include "frontend/page/view.hpp"
#include "frontend/shell/callback.hpp"

namespace sws {

// Returns the text that index.html gives #div_websocket, which stands there until the first number.
std::string introduction();

enum class Button { start_or_stop, pause, retry, proof, csv, copy, share, submit };

// Calls `pressed` at each press by mouse, touch or keyboard.
void on_press(Button button, Callback pressed);
void enable(Button button);

// Whether the visitor pressed START while the program was loading; boot.js notes it.
bool was_start_pressed();

// The form as typed. `typed` is called at each change of a text, `changed` when a field has changed, `submitted`
// when the visitor sends the form with its button or with Enter.
StreamForm typed_form();
void on_form_change(Callback changed);
void on_form_typing(Callback typed);
void on_form_submit(Callback submitted);

// Updates the elements in which `view` differs from `shown`, the view on the screen.
void show(const View& view, const View& shown);

// The parts that the visitor opens and closes. The page fills them only while they are open.
enum class Panel { table, frames };
bool is_open(Panel panel);
void on_toggle(Panel panel, Callback toggled);

enum class Rows { numbers, bins, frames };
// Shows the rows of a table. `text` has one line per row, and tabs separate its cells. Rows that were there before
// stay the same elements, so that a selection and the position of a screen reader last.
void show_rows(Rows rows, const std::string& text);

}  // namespace sws
