// What a request must satisfy before it is answered: the rules of RFC 9112 and RFC 6455 that Beast's parser leaves
// to us. Pure functions of the parsed header.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/system/result.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "backend/refusal.hpp"

namespace sws {

using RequestHeader = boost::beast::http::request_header<>;

// Host (RFC 9112 §3.2), message framing (§6.1 to §6.3): refuses what two parsers could understand differently.
std::optional<Refusal> check_framing(const RequestHeader& request);

// Joins the fields `Connection` and `Upgrade` that came in several lines (RFC 9110 §5.3): Beast reads the first
// only.
void join_list_fields(RequestHeader& request);

// The opening handshake (RFC 6455 §4.2.1), for a request to the stream's path.
std::optional<Refusal> check_upgrade(const RequestHeader& request);

enum class StreamProtocol { plain, verified };

// The protocol that the target of an upgrade asks for: `?protocol=1` the verified one, nothing the plain one; other
// parameters do not matter.
boost::system::result<StreamProtocol, Refusal> requested_protocol(std::string_view target);

// The path of a request target (RFC 9112 §3.2), percent-decoded, without the query. Nothing if it has none or is
// malformed.
std::optional<std::string> request_path(std::string_view target);

}  // namespace sws
