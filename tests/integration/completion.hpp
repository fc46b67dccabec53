// Runs one asynchronous Beast operation to its end as if it were a blocking call, but with the deadline that
// blocking calls do not have. All connections of a test share one io_context, since only one operation is under way
// at a time.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include "tests/integration/deadline.hpp"

namespace sws {

boost::asio::io_context& test_io_context();

// `initiate` gets a completion handler and starts the operation with it. The error is beast::error::timeout at the
// deadline.
template <class Initiate>
boost::beast::error_code complete(boost::beast::tcp_stream& tcp, Initiate initiate) {
  boost::beast::error_code result;
  tcp.expires_after(kDeadline);
  initiate([&result](boost::beast::error_code error, auto&&...) { result = error; });
  test_io_context().restart();
  test_io_context().run();
  tcp.expires_never();
  return result;
}

void throw_if(boost::beast::error_code error, const char* during);

}  // namespace sws
