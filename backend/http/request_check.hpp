// The rules of RFC 9112 and RFC 6455 that a request must satisfy before it is answered and that Beast's parser does
// not check. Pure functions: they change neither the request nor anything else. request_normalization.hpp does the
// rewriting.
#pragma once

#include <optional>
#include <string_view>

#include "backend/http/refusal.hpp"
#include "backend/http/request_header.hpp"

namespace sws {

// Refuses a header in which a line does not end in CRLF, or continues the line before it (RFC 9112 §2.2, §5.2).
// Beast accepts both. `bytes` begin at the beginning of a line and may go beyond the end of the header.
std::optional<Refusal> check_line_ends(std::string_view bytes);

// Whether `bytes` begin with a request line that names a version of HTTP other than 1.0 and 1.1.
bool names_other_version(std::string_view bytes);

// Checks Host (RFC 9112 §3.2) and the message framing (§6.1 to §6.3). Refuses every request that two parsers could
// understand differently.
std::optional<Refusal> check_framing(const RequestHeader& request);

// Whether a body follows the header. The server reads no bodies, so the bytes behind such a header must not be
// taken for the next request.
bool has_body(const RequestHeader& request);

// Checks the opening handshake (RFC 6455 §4.2.1) of a request for a stream. REQUIRES: the request is normalized.
std::optional<Refusal> check_upgrade(const RequestHeader& request);

}  // namespace sws
