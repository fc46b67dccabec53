// A connection from a trusted proxy that must begin with a PROXY header (net/proxy_header.hpp). It reads the
// header, leaves what is behind it in the kernel, hands the socket on with the client's address, and ends. A header
// that is wrong, cut off or too late ends the connection and is counted as bad_proxy_header. A connection that ends
// before its first byte is a check of the port, and is not counted. Owned by its worker's ConnectionSet.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "backend/connection/connection.hpp"
#include "backend/net/byte_stream.hpp"
#include "backend/net/proxy_header.hpp"

namespace sws {

struct ProxiedSocket {
  TcpSocket socket;
  IpAddress peer;        // the proxy; in OnHeader the client, if the header names one
  Admission::Slot slot;  // counts in the total only
};

class ProxiedConnection final : public Connection {
 public:
  // Returns the connection that owns the socket from now on, or null if there is none.
  using OnHeader = std::function<Connection*(ProxiedSocket)>;

  // The header must be complete `time` after the start.
  ProxiedConnection(ConnectionSet& owner, Ticker& ticker, ProxiedSocket accepted, std::chrono::seconds time,
                    OnHeader on_header);

  void start() override;
  void drain() override;

 private:
  void read();
  void on_bytes(std::size_t size);
  void on_read_failed();
  void hand_on();
  void refuse(const std::string& explanation);
  void on_deadline() override;
  void close_socket() override;
  void reset_socket() override { close_socket(); }

  TcpSocket socket_;
  const IpAddress proxy_;
  const std::chrono::seconds time_;
  const OnHeader on_header_;
  ProxyHeader header_;
  bool draining_ = false;
};

}  // namespace sws
