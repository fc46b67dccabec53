// The plain protocol (shared/PROTOCOL.md): {"message": 72}, the first number at once, then one each interval, then
// a close with 1000. Nothing that the viewer says has an effect.
#pragma once

#include "backend/config/settings.hpp"
#include "backend/stream/number_stream.hpp"

namespace sws {

class PlainStream final : public NumberStream {
 public:
  // All must outlive it.
  PlainStream(WebSocket& socket, const Settings& settings, CatchUp& catch_up)
      : NumberStream(socket, catch_up), settings_(settings) {}

  void on_open() override;
  void on_message(std::string_view, bool) override {}

 private:
  SendStatus send_number(std::uint32_t seq, std::int32_t number) override;
  SendStatus send_numbers(std::uint32_t seq, std::span<const std::int32_t> numbers) override;
  bool has_runs() const override { return false; }
  void on_complete() override { socket().close(CloseCode::normal); }

  const Settings& settings_;
};

}  // namespace sws
