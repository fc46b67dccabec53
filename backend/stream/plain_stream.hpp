// The plain protocol (shared/PROTOCOL.md): {"message": 72}, the first number at once, then one each interval, then
// a close with 1000. Nothing that the viewer says has an effect.
#pragma once

#include "backend/config/settings.hpp"
#include "backend/stream/number_stream.hpp"
#include "shared/stream_protocol.hpp"

namespace sws {

class PlainStream final : public NumberStream {
 public:
  // All must outlive it.
  PlainStream(Outlet& outlet, const Settings& settings, CatchUp& catch_up, const StreamRequest& = {});

  void on_open() override;
  void on_message(std::string_view, bool) override {}
  Outlet::Account account() const override { return {.next = next(), .numbers = numbers()}; }

 private:
  SendStatus send_number(std::uint32_t seq) override;
  SendStatus send_numbers(std::uint32_t seq, std::uint32_t count) override;
  bool has_runs() const override { return false; }
  void on_complete() override { outlet().close(CloseCode::normal); }

  std::int32_t draw() const;  // nobody can prove these numbers, so no key need stand for them

  const Settings& settings_;
};

}  // namespace sws
