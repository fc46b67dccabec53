// Stands between clients and several servers, as a load balancer does: forwards each connection to the server that
// is switched on, and cuts all connections when told to. Runs on a thread of its own; any thread may call it.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace sws {

class TcpSwitch {
 public:
  explicit TcpSwitch(std::vector<std::uint16_t> servers);
  ~TcpSwitch();

  std::uint16_t port() const;

  // Cuts every connection, in the middle of whatever it carries, and sends new ones to the next server. Returns
  // once that is done.
  void cut_and_switch();

 private:
  struct Pair;
  class Relay;

  std::unique_ptr<Relay> relay_;
};

}  // namespace sws
