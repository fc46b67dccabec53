// Who asks, when a proxy stands between: the fields Forwarded (RFC 7239), X-Forwarded-For and X-Forwarded-Proto, of
// which only what trusted proxies said counts. Pure.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/system/result.hpp>
#include <span>
#include <string>

#include "backend/admission/address_block.hpp"

namespace sws {

struct Client {
  IpAddress address;
  bool https = false;    // of the connection between the client and the first of our proxies
  bool proxied = false;  // `address` is not the peer's
};

// `peer`: the other end of the TCP connection, which `https` says is TLS or not. From a peer that is not in
// `trusted` the fields are ignored. Addresses are taken from the right, each said by the one after it, as long as
// that one is trusted. An error where the two kinds of fields contradict each other: one was not made by a proxy.
boost::system::result<Client, std::string> client_of(const boost::beast::http::request_header<>& request,
                                                     const IpAddress& peer, bool https,
                                                     std::span<const AddressBlock> trusted);

}  // namespace sws
