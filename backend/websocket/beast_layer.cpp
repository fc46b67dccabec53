#include "backend/websocket/beast_layer.hpp"

#include <array>

#include "backend/websocket/frame.hpp"

namespace sws {
namespace {

// The code of a close frame without a mask.
CloseCode code_of(std::string_view frame) {
  if (frame.size() < 4) return CloseCode::no_status;
  const auto byte = [frame](std::size_t i) { return static_cast<unsigned char>(frame[i]); };
  return static_cast<CloseCode>(byte(2) << 8 | byte(3));
}

// A message without a payload, masked (RFC 6455 §5.2).
constexpr std::array<char, 6> kEmptyMessage{static_cast<char>(0x82), static_cast<char>(0x80), 0, 0, 0, 0};

}  // namespace

std::size_t BeastLayer::give_input(boost::asio::mutable_buffer into) {
  const std::size_t size = bounds_.take(std::string_view(input_).substr(0, into.size()));
  boost::asio::buffer_copy(into, boost::asio::buffer(input_, size));
  input_.erase(0, size);
  if (input_.empty()) input_ = std::string();
  return size;
}

// Beast asks for more behind a whole frame, so its buffer is empty and takes this one.
std::size_t BeastLayer::give_own_message(boost::asio::mutable_buffer into) {
  has_fed_ = false;
  gave_own_message_ = true;
  return boost::asio::buffer_copy(into, boost::asio::buffer(kEmptyMessage));
}

void BeastLayer::send_close(CloseCode code, std::string_view reason) {
  has_sent_close_ = true;
  transport_.take_frame(close_frame(code, reason));
}

// Beast writes each control frame, and the response to the upgrade, in a write of its own.
bool BeastLayer::take_write(std::string_view bytes) {
  if (has_sent_close_) return true;
  if (bytes.starts_with(kCloseFrame)) {
    if (answers_close_) {
      owner_.on_peer_close(code_of(bytes));
    } else {
      owner_.on_violation(code_of(bytes));
    }
  }
  return transport_.take_frame(bytes);
}

}  // namespace sws
