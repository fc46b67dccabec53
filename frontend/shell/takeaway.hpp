// What a visitor takes away from the page: files and the clipboard.
#pragma once

#include <string>

namespace sws {

// Lets the browser save `text` as a file.
void download(const std::string& file_name, const char* media_type, const std::string& text);

// Puts `text` on the clipboard and tells whether that worked: a browser allows it to secure pages only.
void copy(const std::string& text, void (*done)(int worked));

}  // namespace sws
