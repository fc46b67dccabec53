// Copies text from JavaScript objects into C++ strings.
#pragma once

#include <string>

namespace sws {

// The property `name` of the element `id`, such as "value" of an input.
std::string element_property(const char* id, const char* name);

// The property `name` of `location`, the page's address.
std::string location_property(const char* name);

// The member `name` of the page's channel, as channels.json has it; empty if it has none.
std::string channel_property(const char* name);

}  // namespace sws
