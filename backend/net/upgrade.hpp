// Everything that an HTTP session passes on when its connection becomes a stream.
#pragma once

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <string>

#include "backend/admission/admission.hpp"
#include "backend/loop/clock.hpp"
#include "backend/net/byte_stream.hpp"
#include "shared/stream_protocol.hpp"

namespace sws {

using HttpRequest = boost::beast::http::request<boost::beast::http::empty_body>;

struct Upgrade {
  StreamRequest wanted;
  HttpRequest request;  // has passed check_upgrade() (backend/http/request_check.hpp)
  ByteStream stream;
  std::string prefetched;  // bytes that arrived after the request
  Admission::Slot slot;
  SteadyTime admitted_until = SteadyTime::max();  // when the viewer's access ends
};

}  // namespace sws
