// Unfragmented, unmasked text frames (RFC 6455 §5.2), as a server sends them: two or four bytes of header, then the
// text.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace sws {

inline constexpr char kTextFrame = static_cast<char>(0x81);  // FIN, opcode 1
inline constexpr std::size_t kMaxShortText = 125;            // longer ones need a 16-bit length

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

// Of any text up to 65,535 bytes, which is more than any message of ours.
inline std::string text_frame(std::string_view text) {
  std::string frame(1, kTextFrame);
  if (text.size() <= kMaxShortText) {
    frame += static_cast<char>(text.size());
  } else {
    frame += {126, static_cast<char>(text.size() >> 8), static_cast<char>(text.size() & 0xff)};
  }
  return frame.append(text);
}

}  // namespace sws
