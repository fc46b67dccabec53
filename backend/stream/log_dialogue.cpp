#include "backend/stream/log_dialogue.hpp"

#include <utility>
#include <variant>

#include "backend/stream/protocol_error.hpp"
#include "backend/websocket/frame.hpp"
#include "shared/codec.hpp"

namespace sws {

LogDialogue::LogDialogue(Outlet& outlet, const Settings& settings, std::shared_ptr<Audience> audience,
                         CatchUp& catch_up)
    : LogStream(outlet, std::move(audience), catch_up, StreamKind::verified), settings_(settings) {}

void LogDialogue::on_open() {
  expect_run_within(settings_.handshake_timeout);
  audience().send_pending();
  const Audience& a = audience();
  outlet().send_surely(text_frame(encode(LogHello{a.name(), a.log(), a.first(), a.next(), a.origin()})));
}

void LogDialogue::on_run_overdue() {
  refuse_overdue(outlet(), settings_.handshake_timeout);
}

void LogDialogue::on_message(std::string_view message, bool is_text) {
  if (!is_text) return refuse_binary(outlet());
  const auto decoded = decode_log_request(message);
  if (!decoded) return refuse(outlet(), decoded.error());
  if (is_running() != std::holds_alternative<Stop>(*decoded)) return refuse_out_of_place(outlet(), is_running());
  std::visit([this](const auto& which) { on(which); }, *decoded);
}

void LogDialogue::on(const LogStart& start) {
  begin(newest(start.last), false);
}

// A log that began anew has nothing that the viewer knows.
void LogDialogue::on(const LogResume& resume) {
  if (resume.log != audience().log()) return begin(audience().window_first(), false);
  if (resume.next > audience().next() && !audience().may_be_behind()) {
    return refuse(outlet(), kValueNotAllowed,
                  "\"next\" is " + std::to_string(resume.next) + ": at most " + std::to_string(audience().next()) +
                      " is expected");
  }
  outlet().metrics().streams_resumed.add();
  begin(resume.next, true);
}

void LogDialogue::begin(std::uint64_t next, bool is_resumed) {
  outlet().send_surely(text_frame(encode(LogStarted{audience().name(), audience().log(), next})));
  run(next, is_resumed);
}

}  // namespace sws
