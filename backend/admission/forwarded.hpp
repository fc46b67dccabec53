// Finds out which client a request comes from when a proxy has passed it on. It believes only what trusted proxies
// wrote. Pure: it may be called from any thread.
#pragma once

#include <boost/beast/http/message.hpp>
#include <span>

#include "backend/admission/address_block.hpp"

namespace sws {

// The client that a request comes from: the TCP peer, or the one that a trusted proxy speaks for.
struct RequestClient {
  IpAddress address;
  bool https = false;    // whether the client uses TLS to the first of our proxies, or to us if there is none
  bool proxied = false;  // whether the peer is a trusted proxy, so that each request counts for its own `address`
};

// `peer` is the other end of the TCP connection, and `https` says whether that connection uses TLS. If `peer` is
// not in `trusted`, the fields are ignored. Otherwise the hops are read from the right (forwarded_hops.hpp),
// because each proxy appends the address of its own peer, and reading stops at the first address that is not
// trusted. If a trusted proxy names no address, or none that can be read, the client is that proxy itself, with the
// protocol that it names.
RequestClient client_of(const boost::beast::http::request_header<>& request, const IpAddress& peer, bool https,
                        std::span<const AddressBlock> trusted);

}  // namespace sws
