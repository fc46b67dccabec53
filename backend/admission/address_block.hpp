// A block of IP addresses in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3). A value type without state of its own
// beyond the block: it may be copied, and read from any thread.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/system/result.hpp>
#include <string>
#include <string_view>

namespace sws {

using IpAddress = boost::asio::ip::address;

// Turns ::ffff:192.0.2.1 into 192.0.2.1, because an IPv6 socket shows an IPv4 peer in that form (RFC 4291
// §2.5.5.2). Returns every other address unchanged.
IpAddress unmapped(const IpAddress& address);

class AddressBlock {
 public:
  // Reads `10.0.0.0/8`, `2001:db8::/32`, or a single address. A block of mapped addresses (`::ffff:10.0.0.0/104`)
  // is the IPv4 block that it stands for, and must have at least 96 bits. The error is a sentence for the operator.
  static boost::system::result<AddressBlock, std::string> parse(std::string_view text);

  // An IPv4 block contains no IPv6 address and the other way round, except that an IPv4 block contains its
  // addresses in their mapped form, too.
  bool contains(const IpAddress& address) const;

 private:
  AddressBlock(IpAddress first, unsigned prefix) : first_(first), prefix_(prefix) {}

  IpAddress first_;
  unsigned prefix_;  // how many leading bits all addresses of the block share
};

}  // namespace sws
