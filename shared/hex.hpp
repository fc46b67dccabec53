// Converts bytes to lowercase hexadecimal digits, two for each byte, and back.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sws {

inline constexpr std::string_view kHexDigits = "0123456789abcdef";

inline std::string to_hex(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text += kHexDigits[byte >> 4];
    text += kHexDigits[byte & 15];
  }
  return text;
}

template <class Bytes>
bool is_hex_of(std::string_view text) {
  return text.size() == 2 * std::tuple_size_v<Bytes> &&
         text.find_first_not_of(kHexDigits) == std::string_view::npos;
}

// REQUIRES: is_hex_of<Bytes>(text).
template <class Bytes>
Bytes from_hex(std::string_view text) {
  Bytes bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(kHexDigits.find(text[2 * i]) * 16 + kHexDigits.find(text[2 * i + 1]));
  }
  return bytes;
}

}  // namespace sws
