// Keeps web pages away from the admin listener. It has no password, and a page in an operator's browser can send
// requests to addresses that only the operator reaches; with DNS rebinding the page could even read the answers.
// Pure: it may be called from any thread.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "backend/http/refusal.hpp"
#include "backend/http/request_header.hpp"

namespace sws {

// Accepts a request for an IP address, for localhost, for one of `names`, or without Host (HTTP/1.0). A page can
// make its own name lead to this listener, but not an address or the operator's names. Refuses a request that a
// page of another origin caused: one with another Origin (RFC 6454 §7), or one that the browser calls cross-site
// (Fetch Metadata, Sec-Fetch-Site), unless the operator follows a link. `names` are as normalized_host() returns
// them. REQUIRES: check_framing() has accepted the request, and normalize() has rewritten it.
std::optional<Refusal> check_operator(const RequestHeader& request, std::span<const std::string> names);

}  // namespace sws
