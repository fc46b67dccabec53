// The plain protocol (shared/PROTOCOL.md) for a shared channel: {"message": 72}, the number that is due now at
// once, and then each one when it is due, without an end. Nothing that the viewer says has an effect.
#pragma once

#include "backend/config/settings.hpp"
#include "backend/stream/shared_stream.hpp"

namespace sws {

class PlainSharedStream final : public SharedStream {
 public:
  PlainSharedStream(Outlet& outlet, const Settings&, std::shared_ptr<SharedChannel> channel, CatchUp& catch_up)
      : SharedStream(outlet, std::move(channel), catch_up, StreamKind::plain) {}

  void on_open() override {
    const Now at_start = now();
    run_from(at_start.newest, at_start, false);
  }
  void on_message(std::string_view, bool) override {}
};

}  // namespace sws
