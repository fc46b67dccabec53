// Bytes as base64url (RFC 4648 §5) without padding, as a token travels.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sws {

std::string to_base64url(std::span<const std::uint8_t> bytes);

// Nothing unless `text` is what to_base64url() writes: bits left over at the end must be zero (RFC 4648 §3.5), so
// that no two texts stand for the same bytes.
std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text);

}  // namespace sws
