// Takes something out of the page: a text into a file that the browser saves or onto the clipboard, the page's
// address to another program, and the picture to a screen that stays on.
#pragma once

#include <string>

namespace sws {

// Has the browser save `text` as a file, as if the visitor had clicked on a link to it.
void download(const std::string& file_name, const char* media_type, const std::string& text);

// Puts `text` on the clipboard and then calls `done` with 1. If the browser allows that in no way, it shows the
// text in a field, selected for the visitor to copy until the field loses the focus, and calls `done` with 0.
void copy(const std::string& text, void (*done)(int worked));

// Opens the device's own dialogue for sharing the page's address, and returns whether there is one.
bool share_page();

// Lets the visitor keep the screen on with the checkbox in #awake, while the page is visible. Where the browser
// cannot do that, it hides the checkbox.
void offer_wake_lock();

}  // namespace sws
