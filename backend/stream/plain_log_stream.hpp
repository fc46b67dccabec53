// The plain protocol (shared/PROTOCOL.md) for a received channel: {"message": 21.5}, the newest number at once,
// then each one as it arrives, and a close with 1000 when the source has ended. Nothing that the viewer says has an
// effect.
#pragma once

#include "backend/config/settings.hpp"
#include "backend/stream/log_stream.hpp"

namespace sws {

class PlainLogStream final : public LogStream {
 public:
  PlainLogStream(Outlet& outlet, const Settings&, std::shared_ptr<Audience> audience, CatchUp& catch_up)
      : LogStream(outlet, std::move(audience), catch_up, StreamKind::plain) {}

  void on_open() override { run(newest(1), false); }
  void on_message(std::string_view, bool) override {}
};

}  // namespace sws
