#include "frontend/page.hpp"

#include <utility>
#include <variant>

#include "shared/close_code.hpp"
#include "shared/codec.hpp"

namespace sws {
namespace {

std::string counted(std::uint32_t count, const char* thing) {
  return std::to_string(count) + ' ' + thing + (count == 1 ? "" : "s");
}

std::string why_lost(std::uint16_t code, std::string_view reason, bool was_live) {
  switch (static_cast<CloseCode>(code)) {
    case CloseCode::going_away:
      return "the server is going away (1001)";
    case CloseCode::abnormal:
      return was_live ? "the server or the network is gone (1006)" : "the server cannot be reached (1006)";
    default:
      break;
  }
  std::string why = "the connection was closed with code " + std::to_string(code);
  if (!reason.empty()) (why += ": ") += reason;
  return why;
}

}  // namespace

Page::Page(std::string introduction) {
  view_.number = std::move(introduction);
}

Command Page::press_button() {
  if (is_running()) {
    socket_ = 0;
    stop_running("stopped", "Stopped by you after " + counted(numbers_, "number"));
    return Command::close_socket;
  }
  numbers_ = broken_ = 0;
  last_problem_.clear();
  view_.status = "Starting websocket communication: connecting";
  view_.button = "STOP";
  view_.connection = "connecting";
  return Command::open_socket;
}

void Page::socket_opening(SocketId socket) {
  socket_ = socket;
}

void Page::socket_refused() {
  stop_running("lost", "Lost: the browser refused to open the connection");
}

void Page::socket_opened(SocketId socket) {
  if (socket == socket_) show_live();
}

void Page::text_received(SocketId socket, std::string_view text) {
  if (socket != socket_) return;
  const auto decoded = decode_server_message(text);
  if (!decoded)
    return report_broken_frame(decoded.error().message + " (at byte " + std::to_string(decoded.error().offset) +
                               ")");
  if (const auto* unknown = std::get_if<UnknownMessage>(&*decoded)) {
    return report_broken_frame("unknown type \"" + unknown->type + '"');
  }
  ++numbers_;
  view_.number = std::to_string(std::get<PlainNumber>(*decoded).message);
  view_.has_number = true;
  show_live();
}

void Page::binary_received(SocketId socket) {
  if (socket == socket_) report_broken_frame("binary data instead of text");
}

void Page::socket_closed(SocketId socket, std::uint16_t code, std::string_view reason) {
  if (socket != socket_) return;
  socket_ = 0;
  if (code == static_cast<std::uint16_t>(CloseCode::normal)) {
    return stop_running("ended", "Ended: all " + counted(numbers_, "number") + " received");
  }
  const bool was_live = view_.connection == "live";
  std::string status = "Lost: " + why_lost(code, reason, was_live);
  if (numbers_ > 0) status += ", after " + counted(numbers_, "number");
  stop_running("lost", std::move(status));
}

void Page::stop_running(std::string_view connection, std::string status) {
  view_.status = std::move(status);
  view_.button = "START";
  view_.connection = connection;
}

void Page::report_broken_frame(std::string_view why) {
  ++broken_;
  last_problem_ = why;
  show_live();
}

// The status says the same for every number, so that a screen reader is not made to repeat it each second.
void Page::show_live() {
  view_.connection = "live";
  view_.status = "Live: a new number as it comes";
  if (broken_ > 0)
    view_.status += "; " + counted(broken_, "broken frame") + " left out, the last: " + last_problem_;
}

}  // namespace sws
