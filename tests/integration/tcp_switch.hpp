// Stands between clients and several servers, as a load balancer does: forwards each connection to the server that
// is switched on, and cuts all connections when told to. Runs on a thread of its own; any thread may call it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <list>
#include <memory>
#include <thread>
#include <vector>

namespace sws {

class TcpSwitch {
 public:
  explicit TcpSwitch(std::vector<std::uint16_t> servers);
  ~TcpSwitch();

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  // Cuts every connection, in the middle of whatever it carries, and sends new ones to the next server. Returns
  // once that is done.
  void cut_and_switch();

 private:
  struct Pair;

  void accept();

  boost::asio::io_context context_{1};
  boost::asio::ip::tcp::acceptor acceptor_{context_, {boost::asio::ip::address_v4::loopback(), 0}};
  std::vector<std::uint16_t> servers_;
  std::size_t current_ = 0;
  std::vector<std::weak_ptr<Pair>> pairs_;
  std::thread thread_;
};

}  // namespace sws
