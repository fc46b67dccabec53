// Decodes the messages of channels that all viewers share; decode.cpp tells which messages these are.
#pragma once

#include <string_view>

#include "shared/codec.hpp"

namespace sws {

Decoded<ServerMessage> decode_shared_hello(std::string_view text);
Decoded<ServerMessage> decode_shared_started(std::string_view text);
Decoded<ServerMessage> decode_root(std::string_view text);

}  // namespace sws
