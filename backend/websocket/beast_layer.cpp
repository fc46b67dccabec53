#include "backend/websocket/beast_layer.hpp"

#include "backend/websocket/frame.hpp"

namespace sws {
namespace {

// The code of a close frame without a mask.
CloseCode code_of(std::string_view frame) {
  if (frame.size() < 4) return CloseCode::no_status;
  const auto byte = [frame](std::size_t i) { return static_cast<unsigned char>(frame[i]); };
  return static_cast<CloseCode>(byte(2) << 8 | byte(3));
}

}  // namespace

void BeastLayer::send_close(CloseCode code, std::string_view reason) {
  has_sent_close_ = true;
  transport_.take_frame(close_frame(code, reason));
}

// Beast writes each control frame, and the response to the upgrade, in a write of its own.
bool BeastLayer::take_write(std::string_view bytes) {
  if (has_sent_close_) return true;
  if (bytes.starts_with(kCloseFrame)) {
    if (answers_close_) {
      owner_.on_peer_close();
    } else {
      owner_.on_violation(code_of(bytes));
    }
  }
  return transport_.take_frame(bytes);
}

}  // namespace sws
