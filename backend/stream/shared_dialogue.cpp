#include "backend/stream/shared_dialogue.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "backend/stream/clock_skew.hpp"
#include "backend/stream/protocol_error.hpp"
#include "backend/websocket/frame.hpp"
#include "shared/codec.hpp"

namespace sws {

SharedDialogue::SharedDialogue(Outlet& outlet, const Settings& settings, std::shared_ptr<SharedChannel> channel,
                               CatchUp& catch_up)
    : SharedStream(outlet, std::move(channel), catch_up, StreamKind::verified), settings_(settings) {}

void SharedDialogue::on_open() {
  expect_run_within(settings_.handshake_timeout);
  const SharedHello hello = channel().hello(now().newest);
  announced_ = hello.period;
  outlet().send_surely(text_frame(encode(hello)));
}

void SharedDialogue::on_run_overdue() {
  refuse_overdue(outlet(), settings_.handshake_timeout);
}

void SharedDialogue::on_message(std::string_view message, bool is_text) {
  if (!is_text) return refuse_binary(outlet());
  const auto decoded = decode_shared_request(message);
  if (!decoded) return refuse(outlet(), decoded.error());
  if (is_running() != std::holds_alternative<Stop>(*decoded)) return refuse_out_of_place(outlet(), is_running());
  std::visit([this](const auto& which) { on(which); }, *decoded);
}

void SharedDialogue::on(const SharedStart&) {
  const Now at_start = now();
  begin(at_start.newest, at_start, false);
}

void SharedDialogue::on(const SharedResume& resume) {
  const Now at_start = now();
  const auto early = channel().time_until_last(resume.next, at_start.wall);
  if (auto why = refusal_of_skew(outlet().metrics(), early)) return refuse(outlet(), kClockSkew, *std::move(why));
  outlet().metrics().streams_resumed.add();
  begin(resume.next, at_start, true);
}

void SharedDialogue::on(const Stop&) {
  outlet().send_surely(text_frame(encode(End{EndReason::stopped, next()})));
  outlet().close(CloseCode::normal);
}

// Announces with `started` what the viewer may lack: the roots of the periods before those of `hello`, and, if a
// period has begun meanwhile, of those behind.
void SharedDialogue::begin(std::uint64_t next, const Now& now, bool is_resumed) {
  const std::uint64_t period = period_of(channel().first_offered(next, now.newest));
  outlet().send_surely(text_frame(encode(SharedStarted{channel().sequence().channel(), next})) +
                       channel().root_frames(period, announced_) +
                       channel().root_frames(announced_ + kAnnouncedRoots, period + kAnnouncedRoots));
  run_from(next, now, is_resumed);
}

}  // namespace sws
