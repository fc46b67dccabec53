// Tells where a peer's messages end (RFC 6455 §5.2 and §5.4), and nothing else: whether its frames are allowed is
// Beast's to say. Behind a header that is not allowed the bounds mean nothing. Pure. Owned by one connection.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sws {

class MessageBounds {
 public:
  // Goes through `bytes`, which follow those that were taken before, up to the end of a message, and answers how
  // many of them that are. Pings and pongs belong to the message behind them.
  std::size_t take(std::string_view bytes) {
    message_ended_ = false;
    std::size_t taken = 0;
    while (taken < bytes.size() && !message_ended_) {
      if (header_left_ > 0) take_header(static_cast<unsigned char>(bytes[taken++]));
      if (header_left_ > 0) continue;
      const auto payload = std::min<std::uint64_t>(payload_left_, bytes.size() - taken);
      taken += static_cast<std::size_t>(payload);
      payload_left_ -= payload;
      if (payload_left_ == 0) end_frame();
    }
    return taken;
  }

  // Whether the bytes that were taken last end with a message.
  bool message_ended() const { return message_ended_; }

  // Whether all frames and all messages that were begun have been taken whole.
  bool between_messages() const { return position_ == 0 && !in_message_; }

 private:
  static constexpr std::uint8_t kShortestHeader = 2;

  void take_header(unsigned char byte) {
    --header_left_;
    if (position_ == 0) first_ = byte;
    if (position_ == 1) {
      const unsigned length = byte & 0x7fU;
      length_left_ = length == 126 ? 2 : length == 127 ? 8 : 0;
      payload_left_ = length_left_ > 0 ? 0 : length;
      header_left_ = static_cast<std::uint8_t>(length_left_ + ((byte & 0x80U) != 0 ? 4 : 0));
    } else if (length_left_ > 0) {
      payload_left_ = payload_left_ << 8 | byte;
      --length_left_;
    }
    ++position_;
  }

  void end_frame() {
    position_ = 0;
    header_left_ = kShortestHeader;
    if (const bool is_control = (first_ & 0x08U) != 0; is_control) return;
    message_ended_ = (first_ & 0x80U) != 0;
    in_message_ = !message_ended_;
  }

  std::uint64_t payload_left_ = 0;
  std::uint8_t position_ = 0;  // bytes of the header that were taken
  std::uint8_t header_left_ = kShortestHeader;
  std::uint8_t length_left_ = 0;  // bytes of the extended payload length
  std::uint8_t first_ = 0;        // the first byte of the frame
  bool in_message_ = false;       // a fragment was taken that is not the last one
  bool message_ended_ = false;
};

}  // namespace sws
