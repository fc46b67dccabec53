// One event stream: an HTTP response without a length whose body is Server-Sent Events (HTML Standard §9.2) and
// which ends with the TCP connection. Whatever the peer sends behind its request is dropped, within the limits of
// every client. What it has in common with other streams is in connection/stream_connection.hpp. It does not know
// what is said over it: an EventsOf (events_of.hpp) joins it with the Outlet::Handler that does, and is the class
// to construct. Lives on its worker's thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "backend/connection/stream_connection.hpp"

namespace sws {

class EventConnection : public StreamConnection {
 public:
  // Sends the header of the response, and for how long an EventSource is to wait before it connects anew: a time of
  // its own for each connection, so that the viewers of a server that stops do not all come back at once.
  void start() override;

 protected:
  EventConnection(ConnectionSet& owner, Ticker& ticker, std::shared_ptr<const Settings> settings, Upgrade& upgrade,
                  Hot& hot);

  // Ends the body of the response. Neither the code nor the reason is sent: there is no place for them.
  void say_goodbye(CloseCode code, std::string_view reason = "") override;

 private:
  void on_peer_reads() override;
  Filler filler() const override;

  std::string response_header_;  // until start()
};

}  // namespace sws
