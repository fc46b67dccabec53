// Ways to wait for the end of a connection on which nobody listens to the peer any more. Used on the worker's
// thread.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <utility>

#include "backend/net/byte_stream.hpp"

namespace sws {

// Reads nothing, so that a flood costs nothing more, and calls `handler` with an error code when the connection has
// ended.
template <class Handler>
void async_await_end(ByteStream& stream, Handler handler) {
  stream.socket().async_wait(TcpSocket::wait_error,
                             [handler = std::move(handler)](boost::system::error_code error) mutable {
                               handler(error ? error : boost::asio::error::connection_reset);
                             });
}

// Reads and drops what still comes, until the peer ends its side: `handler` is then called without an error. Once
// `allows` says that the peer has sent too much, no more is read. Each read goes through Asio's queue, so that a
// peer that never stops sending delays nobody else.
template <class Allows, class Handler>
void async_discard(ByteStream& stream, Allows allows, Handler handler) {
  static thread_local std::array<char, 4096> dropped;
  stream.async_read_some(boost::asio::buffer(dropped),
                         [&stream, allows = std::move(allows), handler = std::move(handler)](
                             boost::system::error_code error, std::size_t size) mutable {
                           if (error)
                             return handler(error == boost::asio::error::eof ? boost::system::error_code() : error);
                           if (!allows(size)) return async_await_end(stream, std::move(handler));
                           async_discard(stream, std::move(allows), std::move(handler));
                         });
}

}  // namespace sws
