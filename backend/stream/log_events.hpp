// The numbers of a received channel as Server-Sent Events (shared/PROTOCOL.md). The id of each event says with
// which number of which log a client goes on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "backend/config/settings.hpp"
#include "backend/stream/log_stream.hpp"

namespace sws {

class LogEvents final : public LogStream {
 public:
  // All but `last_event_id` must outlive it. With an empty one the newest number comes first. An id of another log
  // begins with all numbers that there are, behind an event "restart" that says so.
  LogEvents(Outlet& outlet, const Settings&, std::shared_ptr<Audience> audience, CatchUp& catch_up,
            std::string last_event_id);

  // Whether the source of `audience` has ended and all of its numbers came before `last_event_id`.
  static bool is_complete(const Audience& audience, std::string_view last_event_id);

  void on_open() override;
  void on_message(std::string_view, bool) override {}

 private:
  std::string last_event_id_;  // until on_open()
};

}  // namespace sws
