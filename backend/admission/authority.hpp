// Reads the authority of a URI: a host with or without a port (RFC 3986 §3.2). Pure: it may be called from any
// thread.
#pragma once

#include <optional>
#include <string_view>

namespace sws {

struct Authority {
  std::string_view host;  // "example.org", "192.0.2.1" or "[2001:db8::1]"; never empty
  std::string_view port;  // "8000"; empty if there is none
};

// Reads `localhost:8000`, `192.0.2.1`, `[::1]:8000` and the like. It is stricter than the RFC: a name consists of
// the characters that occur in the names of hosts, only an IPv6 address may stand in brackets, and a port is a
// number of five digits at most, up to 65535. Returns nothing for any other text.
std::optional<Authority> parse_authority(std::string_view text);

// Whether `a` and `b` are equal but for the case of ASCII letters, as names of hosts, schemes and fields are
// compared.
bool same_text(std::string_view a, std::string_view b);

}  // namespace sws
