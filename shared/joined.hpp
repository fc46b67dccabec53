// Puts texts together. A chain of + does the same, but each + of a chain adds code to the page that every visitor
// loads.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace sws {

std::string joined(std::initializer_list<std::string_view> parts);

}  // namespace sws
