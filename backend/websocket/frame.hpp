// Unfragmented, unmasked frames (RFC 6455 §5.2), as a server sends them: two, four or ten bytes of header, then the
// message.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace sws {

inline constexpr char kTextFrame = static_cast<char>(0x81);    // FIN, opcode 1
inline constexpr char kBinaryFrame = static_cast<char>(0x82);  // FIN, opcode 2
inline constexpr std::size_t kMaxShortText = 125;              // longer ones need a 16-bit length

// Built in place, on the stack: for what is sent all day.
template <std::size_t MaxText>
class TextFrame {
 public:
  static_assert(MaxText <= kMaxShortText);

  std::span<char, MaxText> text() { return std::span<char, MaxText>(bytes_.data() + 2, MaxText); }
  void set_size(std::size_t text_size) {
    bytes_[0] = kTextFrame;
    bytes_[1] = static_cast<char>(text_size);
    size_ = 2 + text_size;
  }
  std::span<const char> bytes() const { return std::span<const char>(bytes_.data(), size_); }

 private:
  std::array<char, MaxText + 2> bytes_;
  std::size_t size_ = 0;
};

// Of any size. `first_byte`: kTextFrame or kBinaryFrame.
inline std::string message_frame(char first_byte, std::string_view message) {
  const std::size_t size = message.size();
  const int length_bytes = size <= kMaxShortText ? 0 : size <= 0xffff ? 2 : 8;
  std::string frame;
  frame.reserve(10 + size);
  frame += first_byte;
  frame += static_cast<char>(length_bytes == 0 ? size : length_bytes == 2 ? 126 : 127);
  for (int byte = length_bytes; byte-- > 0;) frame += static_cast<char>(size >> (8 * byte) & 0xff);
  return frame.append(message);
}

inline std::string text_frame(std::string_view text) {
  return message_frame(kTextFrame, text);
}

}  // namespace sws
