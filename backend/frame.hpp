// One unfragmented, unmasked text frame (RFC 6455 §5.2), built in place: two bytes of header, then the text. Short
// enough (≤ 125 bytes) that the length is a single byte.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace sws {

template <std::size_t MaxText>
class TextFrame {
 public:
  static_assert(MaxText <= 125, "longer texts need the 16-bit length of RFC 6455 §5.2");

  std::span<char, MaxText> text() { return std::span<char, MaxText>(bytes_.data() + 2, MaxText); }
  void set_size(std::size_t text_size) {
    bytes_[0] = static_cast<char>(0x81);  // FIN, opcode 1: text
    bytes_[1] = static_cast<char>(text_size);
    size_ = 2 + text_size;
  }
  std::span<const char> bytes() const { return std::span<const char>(bytes_.data(), size_); }

 private:
  std::array<char, MaxText + 2> bytes_;
  std::size_t size_ = 0;
};

}  // namespace sws
