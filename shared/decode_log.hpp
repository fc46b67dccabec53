// Decodes the messages of received channels; decode.cpp tells by their members which messages these are.
#pragma once

#include <string_view>

#include "shared/codec.hpp"

namespace sws {

Decoded<ServerMessage> decode_log_hello(std::string_view text);
Decoded<ServerMessage> decode_log_started(std::string_view text);
Decoded<ServerMessage> decode_log_number(std::string_view text);
Decoded<ServerMessage> decode_log_numbers(std::string_view text);
Decoded<ServerMessage> decode_gap(std::string_view text);
Decoded<ServerMessage> decode_source(std::string_view text);

}  // namespace sws
