// Takes text out of the page: into a file that the browser saves, or onto the clipboard.
#pragma once

#include <string>

namespace sws {

// Has the browser save `text` as a file, as if the visitor had clicked on a link to it.
void download(const std::string& file_name, const char* media_type, const std::string& text);

// Puts `text` on the clipboard and then calls `done` with 1 if that worked and with 0 if not. Browsers allow it
// only to pages that came over TLS or from this computer.
void copy(const std::string& text, void (*done)(int worked));

}  // namespace sws
