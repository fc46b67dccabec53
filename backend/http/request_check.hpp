// What a request must satisfy before it is answered: the rules of RFC 9112 and RFC 6455 that Beast's parser leaves
// to us. Pure functions of the parsed header.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/system/result.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "backend/http/refusal.hpp"
#include "shared/stream_protocol.hpp"

namespace sws {

using RequestHeader = boost::beast::http::request_header<>;

// Whether every line of a header ends in CRLF and none continues the one before it (RFC 9112 §2.2, §5.2), of which
// Beast joins the two. `bytes` begin at the beginning of a line and may go beyond the header's end.
std::optional<Refusal> check_line_ends(std::string_view bytes);

// True if the request line that `bytes` begin with names a version of HTTP other than 1.0 and 1.1.
bool names_other_version(std::string_view bytes);

// Host (RFC 9112 §3.2), message framing (§6.1 to §6.3): refuses what two parsers could understand differently.
std::optional<Refusal> check_framing(const RequestHeader& request);

// Whether a body follows the header: it is not read, so nothing may be taken for a request behind it.
bool has_body(const RequestHeader& request);

// The field Host of a request whose target is in absolute-form is what the target says (RFC 9112 §3.2.2).
void take_host_from_target(RequestHeader& request);

// Joins the fields `Connection` and `Upgrade` that came in several lines (RFC 9110 §5.3): Beast reads the first
// only.
void join_list_fields(RequestHeader& request);

// The opening handshake (RFC 6455 §4.2.1), for a request to the stream's path.
std::optional<Refusal> check_upgrade(const RequestHeader& request);

// The protocol that the target of an upgrade asks for: `?protocol=1` the verified one, nothing the plain one; other
// parameters do not matter.
boost::system::result<StreamProtocol, Refusal> requested_protocol(std::string_view target);

// Whether `path`, decoded, is the stream's.
bool is_stream_path(std::string_view path);

// The path of a request target in origin-form or absolute-form (RFC 9112 §3.2), percent-decoded, without the query.
// Nothing if it has none or is malformed.
std::optional<std::string> request_path(std::string_view target);

}  // namespace sws
