// Unfragmented, unmasked frames (RFC 6455 §5.2), as a server sends them: two, four or ten bytes of header, then the
// message.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "shared/close_code.hpp"

namespace sws {

inline constexpr char kTextFrame = static_cast<char>(0x81);   // FIN, opcode 1
inline constexpr char kCloseFrame = static_cast<char>(0x88);  // FIN, opcode 8
inline constexpr std::size_t kMaxShortText = 125;             // longer ones need a 16-bit length

// A short text that is built in place, on the stack: for the hot path.
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

inline constexpr std::array<char, 2> kPingFrame{static_cast<char>(0x89), 0};  // without a payload (RFC 6455 §5.5.2)

// A text of any size.
inline std::string text_frame(std::string_view text) {
  const std::size_t size = text.size();
  const int length_bytes = size <= kMaxShortText ? 0 : size <= 0xffff ? 2 : 8;
  std::string frame;
  frame.reserve(10 + size);
  frame += kTextFrame;
  frame += static_cast<char>(length_bytes == 0 ? size : length_bytes == 2 ? 126 : 127);
  for (int byte = length_bytes; byte-- > 0;) frame += static_cast<char>(size >> (8 * byte) & 0xff);
  return frame.append(text);
}

// A close frame (RFC 6455 §5.5.1). `reason` is UTF-8 for a person, 123 bytes at most.
inline std::string close_frame(CloseCode code, std::string_view reason = "") {
  const auto number = static_cast<std::uint16_t>(code);
  std::string frame{kCloseFrame, static_cast<char>(2 + reason.size()), static_cast<char>(number >> 8),
                    static_cast<char>(number & 0xff)};
  return frame.append(reason);
}

}  // namespace sws
