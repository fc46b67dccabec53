// Finds out which client a request comes from when a proxy has passed it on: it reads the fields Forwarded
// (RFC 7239), X-Forwarded-For and X-Forwarded-Proto, and believes only the part of them that trusted proxies wrote.
// Pure: it may be called from any thread.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/system/result.hpp>
#include <span>
#include <string>

#include "backend/admission/address_block.hpp"

namespace sws {

// The client that a request comes from: the TCP peer, or the one that a trusted proxy speaks for.
struct RequestClient {
  IpAddress address;
  bool https = false;    // whether the client uses TLS to the first of our proxies, or to us if there is none
  bool proxied = false;  // whether a trusted proxy named `address`; otherwise it is the peer's own
};

// `peer` is the other end of the TCP connection, and `https` says whether that connection uses TLS. If `peer` is
// not in `trusted`, the fields are ignored. Otherwise the addresses are read from the right, because each proxy
// appends the address of its own peer, and reading stops at the first address that is not trusted. The error means
// that the two kinds of fields contradict each other, so that a proxy cannot have written both.
boost::system::result<RequestClient, std::string> client_of(const boost::beast::http::request_header<>& request,
                                                            const IpAddress& peer, bool https,
                                                            std::span<const AddressBlock> trusted);

}  // namespace sws
