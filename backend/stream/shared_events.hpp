// The numbers of a shared channel as Server-Sent Events (shared/PROTOCOL.md). The id of each event is the number
// with which a client goes on, on any server that has the same secret.
#pragma once

#include <string>
#include <string_view>

#include "backend/config/settings.hpp"
#include "backend/stream/shared_stream.hpp"

namespace sws {

class SharedEvents final : public SharedStream {
 public:
  // All but `last_event_id` must outlive it. With an empty one the number that is due now comes first. With an id
  // that no event can have had it does too, behind an event "restart" that says why.
  SharedEvents(Outlet& outlet, const Settings&, std::shared_ptr<SharedChannel> channel, CatchUp& catch_up,
               std::string last_event_id);

  void on_open() override;
  void on_message(std::string_view, bool) override {}

 private:
  std::string last_event_id_;  // until on_open()
};

}  // namespace sws
