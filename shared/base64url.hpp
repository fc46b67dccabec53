// Converts bytes to base64url (RFC 4648 §5) without padding and back. The protocol's tokens, roots and keys
// travel in this form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/bytes.hpp"

namespace sws {

std::string to_base64url(std::span<const std::uint8_t> bytes);

// The same for 32 bytes, without an allocation. Returns the end of what it wrote.
inline constexpr std::size_t kBase64urlOf32Bytes = 43;  // characters
char* write_base64url(const Bytes32& bytes, char* out);

// Returns nothing unless to_base64url() could have written `text`. The bits that are left over at the end must be
// zero (RFC 4648 §3.5), so that no two texts stand for the same bytes.
std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text);

bool is_base64url_of_32_bytes(std::string_view text);

// REQUIRES: is_base64url_of_32_bytes(text).
Bytes32 bytes32_from_base64url(std::string_view text);

}  // namespace sws
