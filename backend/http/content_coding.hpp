// Negotiates the coding of a response's content (RFC 9110 §12.5.3). Pure.
#pragma once

#include <optional>
#include <string_view>

namespace sws {

enum class ContentCoding { identity, gzip, br };

// Chooses among the codings in which there is a file, which always include identity. The choice is the coding with
// the highest weight in the field Accept-Encoding, and of equal ones br before gzip before identity. If the field
// does not name identity, everything that it names is better. Returns nothing if the field excludes all of them.
// An element whose weight is malformed counts as not named.
std::optional<ContentCoding> choose_coding(std::string_view accept_encoding, bool has_gzip, bool has_br);

}  // namespace sws
