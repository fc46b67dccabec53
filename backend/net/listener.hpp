// Accepts connections on one listening socket and passes them to its worker, which owns it and on whose thread it
// runs. When the process is out of descriptors or memory, it pauses and tries again; it never gives up, and counts
// that.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>

#include "backend/admission/address_block.hpp"
#include "backend/loop/due_call.hpp"
#include "backend/loop/ticker.hpp"
#include "backend/net/accept_counters.hpp"
#include "backend/net/byte_stream.hpp"

namespace sws {

class Listener {
 public:
  using OnAccept = std::function<void(TcpSocket, const IpAddress& peer)>;

  // Takes ownership of `fd`, a listening socket of `protocol`. `context`, `ticker` and `counters` must outlive the
  // listener.
  Listener(boost::asio::io_context& context, Ticker& ticker, boost::asio::ip::tcp protocol, int fd,
           AcceptCounters& counters, OnAccept on_accept);

  void start() { accept(); }
  void stop();

 private:
  void accept();
  void pause();
  void try_again(SteadyTime now);

  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, boost::asio::io_context::executor_type> acceptor_;
  Ticker& ticker_;
  AcceptCounters& counters_;
  OnAccept on_accept_;
  boost::asio::ip::tcp::endpoint peer_;  // of the connection being accepted
  bool exhausted_ = false;               // the last accept failed because resources ran out
  SteadyTime waits_since_;               // for the next attempt
  DueCall<Listener, &Listener::try_again> pause_{*this};
};

}  // namespace sws
