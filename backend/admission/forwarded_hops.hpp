// Reads the fields in which proxies name their peers: Forwarded (RFC 7239) and X-Forwarded-For with
// X-Forwarded-Proto. Each proxy appends its part on the right, so the hops are read from the right, one by one, and
// nothing on the left of a hop, such as a quote that a client left open, changes how that hop is read. Pure: it may
// be called from any thread.
#pragma once

#include <boost/beast/http/message.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "backend/admission/address_block.hpp"

namespace sws {

// The words of one proxy about its own peer.
struct Hop {
  std::optional<IpAddress> address;  // nothing if it is unreadable, hidden ("_secret") or "unknown"
  bool https = false;
};

class ForwardedHops {
 public:
  // If the request has X-Forwarded-For, the hops come from it, and Forwarded is not read.
  explicit ForwardedHops(const boost::beast::http::request_header<>& request);

  // Returns the last hop that was not returned yet, or nothing if there is none left. A hop that is not
  // well-formed from its first character to its last one has no address.
  std::optional<Hop> next();

 private:
  Hop next_of_x_forwarded();

  std::string addresses_;                       // the lines of the field that is read, joined by commas
  std::string protocols_;                       // the lines of X-Forwarded-Proto
  std::optional<std::string_view> hops_left_;   // of addresses_
  std::optional<std::string_view> words_left_;  // of protocols_
  bool https_ = false;                          // the word of X-Forwarded-Proto that was read last
  bool is_x_forwarded_ = false;
};

}  // namespace sws
