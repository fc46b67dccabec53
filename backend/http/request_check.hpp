// The rules of RFC 9112 and RFC 6455 that a request must satisfy before it is answered and that Beast's parser does
// not check. Pure functions: they change neither the request nor anything else. request_normalization.hpp does the
// rewriting.
#pragma once

#include <optional>
#include <string_view>

#include "backend/http/refusal.hpp"
#include "backend/http/request_header.hpp"

namespace sws {

// Checks the first line of a request (RFC 9112 §3). `line` is whole, with its CR and without its LF. Beast's parser
// waits for more bytes when a line is complete and too short. Refuses versions other than 1.0 and 1.1 with 505.
std::optional<Refusal> check_request_line(std::string_view line);

// Checks another line of the header (RFC 9112 §5), which is given in the same way. Beast's parser accepts a line
// that ends without CR or continues the line before it (§2.2, §5.2).
std::optional<Refusal> check_field_line(std::string_view line);

// Checks Host (RFC 9112 §3.2) and the message framing (§6.1 to §6.3). Refuses every request that two parsers could
// understand differently.
std::optional<Refusal> check_framing(const RequestHeader& request);

// Whether a body follows the header. The server reads no bodies, so the bytes behind such a header must not be
// taken for the next request.
bool has_body(const RequestHeader& request);

// Checks the opening handshake (RFC 6455 §4.2.1) of a request for a stream. REQUIRES: the request is normalized.
std::optional<Refusal> check_upgrade(const RequestHeader& request);

}  // namespace sws
