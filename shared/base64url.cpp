#include "shared/base64url.hpp"

#include <array>
#include <cstddef>

namespace sws {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t kNoDigit = 64;
constexpr std::array<std::uint8_t, 256> kDigits = [] {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    digits[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return digits;
}();

std::uint8_t digit_of(char c) {
  return kDigits[static_cast<unsigned char>(c)];
}

}  // namespace

std::string to_base64url(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  int waiting = 0;  // how many of the lowest bits are not written yet
  for (const std::uint8_t byte : bytes) {
    bits = bits << 8 | byte;
    for (waiting += 8; waiting >= 6; waiting -= 6) text += kAlphabet[bits >> (waiting - 6) & 63];
  }
  if (waiting > 0) text += kAlphabet[bits << (6 - waiting) & 63];
  return text;
}

std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int waiting = 0;
  for (const char c : text) {
    const std::uint8_t digit = digit_of(c);
    if (digit == kNoDigit) return std::nullopt;
    bits = bits << 6 | digit;
    waiting += 6;
    if (waiting < 8) continue;
    waiting -= 8;
    bytes.push_back(static_cast<std::uint8_t>(bits >> waiting));
  }
  const bool is_canonical = waiting < 6 && (bits & ((1U << waiting) - 1)) == 0;
  if (!is_canonical) return std::nullopt;
  return bytes;
}

char* write_base64url(const Bytes32& bytes, char* out) {
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t bits = std::uint32_t{bytes[i]} << 16 | std::uint32_t{bytes[i + 1]} << 8 | bytes[i + 2];
    for (int shift = 18; shift >= 0; shift -= 6) *out++ = kAlphabet[bits >> shift & 63];
  }
  const std::uint32_t bits = std::uint32_t{bytes[30]} << 10 | std::uint32_t{bytes[31]} << 2;  // and two zero bits
  for (int shift = 12; shift >= 0; shift -= 6) *out++ = kAlphabet[bits >> shift & 63];
  return out;
}

bool is_base64url_of_32_bytes(std::string_view text) {
  if (text.size() != kBase64urlOf32Bytes) return false;
  for (const char c : text) {
    if (digit_of(c) == kNoDigit) return false;
  }
  return (digit_of(text.back()) & 3) == 0;
}

Bytes32 bytes32_from_base64url(std::string_view text) {
  Bytes32 bytes;
  std::uint32_t bits = 0;
  std::size_t filled = 0;
  int waiting = 0;
  for (const char c : text) {
    bits = bits << 6 | digit_of(c);
    waiting += 6;
    if (waiting < 8) continue;
    waiting -= 8;
    bytes[filled++] = static_cast<std::uint8_t>(bits >> waiting);
  }
  return bytes;
}

}  // namespace sws
