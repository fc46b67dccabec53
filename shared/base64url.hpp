// Converts bytes to base64url (RFC 4648 §5) without padding and back. The protocol's tokens travel in this form.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sws {

std::string to_base64url(std::span<const std::uint8_t> bytes);

// Returns nothing unless to_base64url() could have written `text`. The bits that are left over at the end must be
// zero (RFC 4648 §3.5), so that no two texts stand for the same bytes.
std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text);

}  // namespace sws
