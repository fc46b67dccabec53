// Web origins: which page a script belongs to, as scheme, host and port (RFC 6454). Pure values: they may be
// copied, and read from any thread.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sws {

// Why a text is not an origin: a sentence that also says what to write instead.
struct BadOrigin {
  std::string reason;
};

// Brings the name or address of a host into the form in which two equal hosts are equal texts: lower case, without
// the dot that may end a full name, and an IPv6 address in brackets and as short as can be.
boost::system::result<std::string, BadOrigin> normalized_host(std::string_view text);

// Whether a normalized host is an IP address or `localhost`, which no web page can make lead to another machine.
bool is_reached_by_operators(std::string_view host);

// The origin of a page, in one form: a default port is left out, whether it was written or not.
struct Origin {
  std::string scheme;      // "https", in lower case
  std::string host;        // as normalized_host() returns it; empty for file://
  std::uint16_t port = 0;  // 0: the scheme's own

  // Reads the serialization of an origin (RFC 6454 §6.2), like `https://example.org:8443` or
  // `capacitor://localhost`.
  static boost::system::result<Origin, BadOrigin> parse(std::string_view text);

  friend bool operator==(const Origin&, const Origin&) = default;
};

// One entry of --allowed-origin.
class OriginPattern {
 public:
  // Reads an origin, `https://*.example.org` (all names below example.org, at any depth, and not example.org
  // itself), `null` (pages without an origin of their own) or `*` (everything). One '/' behind the origin is
  // ignored.
  static boost::system::result<OriginPattern, BadOrigin> parse(std::string_view text);

  bool is_everything() const { return kind_ == Kind::everything; }

  // `text` is the value of the field Origin, and `origin` is what it says, if it can be read.
  bool matches(std::string_view text, const std::optional<Origin>& origin) const;

 private:
  enum class Kind { everything, null, one, subdomains };

  Kind kind_ = Kind::everything;
  Origin origin_;  // of `one`, and the parent of `subdomains`
};

}  // namespace sws
