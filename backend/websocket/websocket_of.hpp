// A WebSocket together with the stream that is said over it (connection/outlet_of.hpp).
#pragma once

#include "backend/connection/outlet_of.hpp"
#include "backend/websocket/websocket_connection.hpp"

namespace sws {

template <class Stream>
using WebSocketOf = OutletOf<WebSocketConnection, Stream>;

}  // namespace sws
