// Protocol 1 (shared/PROTOCOL.md) for a received channel: says which log it has, and follows it from where the
// viewer wishes. There is nothing to verify.
#pragma once

#include <string>
#include <string_view>

#include "backend/config/settings.hpp"
#include "backend/stream/log_stream.hpp"
#include "shared/error_code.hpp"
#include "shared/message.hpp"

namespace sws {

class LogDialogue final : public LogStream {
 public:
  // `outlet`, `settings` and `catch_up` must outlive it.
  LogDialogue(Outlet& outlet, const Settings& settings, std::shared_ptr<Audience> audience, CatchUp& catch_up);

  void on_open() override;
  void on_message(std::string_view message, bool is_text) override;

 private:
  void on(const LogStart& start);
  void on(const LogResume& resume);
  void on(const Stop&) { say_end(EndReason::stopped); }

  void begin(std::uint64_t next, bool is_resumed);
  void on_run_overdue() override;

  const Settings& settings_;
};

}  // namespace sws
