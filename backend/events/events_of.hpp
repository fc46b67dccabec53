// An event stream together with the stream that is said over it (connection/outlet_of.hpp).
#pragma once

#include "backend/connection/outlet_of.hpp"
#include "backend/events/event_connection.hpp"

namespace sws {

template <class Stream>
using EventsOf = OutletOf<EventConnection, Stream>;

}  // namespace sws
