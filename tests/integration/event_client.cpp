#include "tests/integration/event_client.hpp"

#include <utility>

#include "tests/integration/client_socket.hpp"

namespace sws {

EventClient::EventClient(std::uint16_t port, std::string_view target, std::string_view header_lines)
    : EventClient(std::make_unique<RawConnection>(port),
                  request("GET " + std::string(target), std::string(header_lines))) {}

EventClient::EventClient(std::unique_ptr<RawConnection> connection, std::string_view request)
    : connection_(std::move(connection)) {
  connection_->send(request);
  header_ = connection_->receive_through("\r\n\r\n");
}

Event EventClient::next() {
  Event event;
  for (bool has_data = false;;) {
    std::string line = connection_->receive_through("\n");
    line.pop_back();
    if (line.empty() && has_data) break;
    const std::size_t colon = line.find(": ");
    const std::string value = colon == std::string::npos ? "" : line.substr(colon + 2);
    if (line.starts_with("data: ")) has_data = true;
    if (line.starts_with("data: ")) event.data = value;
    if (line.starts_with("event: ")) event.name = value;
    if (line.starts_with("id: ")) last_id_ = value;
    if (line.starts_with("retry: ")) retry_ = value;
  }
  event.id = last_id_;
  return event;
}

std::vector<Event> EventClient::rest() {
  std::vector<Event> events;
  try {
    for (;;) events.push_back(next());
  } catch (const ConnectionReset&) {
    throw;
  } catch (const ConnectionEnded&) {
    return events;
  }
}

}  // namespace sws
