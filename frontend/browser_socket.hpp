// The browser's WebSocket (emscripten/websocket.h), one at a time. The only place that knows that interface.
#pragma once

#include <string>

#include "frontend/page.hpp"

namespace sws {

// Told of everything that happens, after the page has taken it in.
using PageChanged = void (*)();

// Opens a socket to `url` and reports its events to `page`, which must live as long as the program.
void open_socket(Page& page, const std::string& url, PageChanged changed);

// Closes the open socket, if any, with code 1000.
void close_socket();

}  // namespace sws
