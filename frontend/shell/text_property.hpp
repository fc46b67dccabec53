// Text that JavaScript holds, as C++ has it.
#pragma once

#include <string>

namespace sws {

std::string element_property(const char* id, const char* name);
std::string location_property(const char* name);  // of the page's address

}  // namespace sws
