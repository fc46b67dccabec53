// The server's list of channels, for which boot.js asks while the program is still on its way.
#pragma once

#include <string>

namespace sws {

// Calls `listed` once, with a line for each channel as read_channels() (page/channel_info.hpp) reads it. There are
// none if the list cannot be had. It does not call before it returns.
void list_channels(void (*listed)(const std::string& lines));

}  // namespace sws
