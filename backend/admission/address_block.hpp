// A block of IP addresses in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3), and what of an address counts as one
// client. Pure.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/system/result.hpp>
#include <string>
#include <string_view>

namespace sws {

using IpAddress = boost::asio::ip::address;

// ::ffff:192.0.2.1 is 192.0.2.1: the same peer, seen through a socket of the other family (RFC 4291 §2.5.5.2).
IpAddress unmapped(const IpAddress& address);

class AddressBlock {
 public:
  // `10.0.0.0/8`, `2001:db8::/32`, or one address. The error says what is wrong.
  static boost::system::result<AddressBlock, std::string> parse(std::string_view text);

  bool contains(const IpAddress& address) const;  // false for the other family

 private:
  AddressBlock(IpAddress first, unsigned prefix) : first_(first), prefix_(prefix) {}

  IpAddress first_;
  unsigned prefix_;  // bits that all addresses of the block share
};

}  // namespace sws
