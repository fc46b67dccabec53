// Says in words for people why the server refused a stream of protocol 1.
#pragma once

#include <string>

#include "shared/message.hpp"

namespace sws {

// Returns a phrase that names what is wrong and, where the visitor can do something, the way out. `detail` of an
// error with an unknown code is passed on, with the code.
std::string error_sentence(const ErrorMessage& error);

}  // namespace sws
