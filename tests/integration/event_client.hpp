// A client of Server-Sent Events, which reads them as the HTML Standard says (§9.2.6), over a connection of its
// own. A test owns it and uses it on one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/integration/raw_connection.hpp"

namespace sws {

struct Event {
  std::string name;  // empty: a message
  std::string data;
  std::string id;  // of this or an earlier event
};

class EventClient {
 public:
  // Asks for the events at `target` and reads the header of the answer.
  explicit EventClient(std::uint16_t port, std::string_view target = "/events/some_url/",
                       std::string_view header_lines = "");
  EventClient(std::unique_ptr<RawConnection> connection, std::string_view request);

  const std::string& header() const { return header_; }
  unsigned status() const { return static_cast<unsigned>(std::stoul(header_.substr(9, 3))); }

  // Waits for the next event and returns it. Throws ConnectionEnded if the body ends before it.
  Event next();

  std::vector<Event> rest();  // up to the end of the body

  const std::string& last_event_id() const { return last_id_; }
  const std::string& retry() const { return retry_; }  // ms; after an event
  RawConnection& connection() { return *connection_; }

 private:
  std::unique_ptr<RawConnection> connection_;
  std::string header_, last_id_, retry_;
};

}  // namespace sws
