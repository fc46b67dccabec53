// Protocol 1 (shared/PROTOCOL.md) for a shared channel: announces the roots of the period that runs and of the next
// two, and sends each number with the key that proves it.
#pragma once

#include <string_view>

#include "backend/config/settings.hpp"
#include "backend/stream/shared_stream.hpp"
#include "shared/message.hpp"

namespace sws {

class SharedDialogue final : public SharedStream {
 public:
  // `outlet`, `settings` and `catch_up` must outlive it.
  SharedDialogue(Outlet& outlet, const Settings& settings, std::shared_ptr<SharedChannel> channel,
                 CatchUp& catch_up);

  void on_open() override;
  void on_message(std::string_view message, bool is_text) override;

 private:
  void on(const SharedStart& start);
  void on(const SharedResume& resume);
  void on(const Stop& stop);

  void begin(std::uint64_t next, const Now& now, bool is_resumed);
  void on_run_overdue() override;

  const Settings& settings_;
  std::uint64_t announced_ = 0;  // the period of the first root in `hello`
};

}  // namespace sws
