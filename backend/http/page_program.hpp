// The page has two programs, and boot.js learns from the list of channels which one it needs. The server knows
// before, so that the page's field Link lets a browser ask for the program at once.
#pragma once

#include <string>

#include "backend/config/channel_settings.hpp"

namespace sws {

// The value of Link (RFC 8288, with the relation "preload" of HTML) for a page of this channel; null
// stands for a channel that the list does not have. Empty if the build has no programs. Any thread.
std::string links_to_program(const ChannelSettings* channel);

}  // namespace sws
