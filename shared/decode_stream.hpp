// Decodes what a server says in a stream of a channel of random numbers, for a program that is for such streams
// alone: it then does not have the code that decodes the messages of other channels.
#pragma once

#include <string_view>

#include "shared/codec.hpp"

namespace sws {

// The same as decode_server_message(), but takes the messages that only other channels have for unknown ones.
Decoded<ServerMessage> decode_stream_message(std::string_view text);

}  // namespace sws
