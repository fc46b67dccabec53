#include "backend/admission/address_block.hpp"

#include <charconv>

namespace sws {
namespace {

constexpr unsigned kMappedPrefix = 96;  // bits before the IPv4 address in a mapped one (RFC 4291 §2.5.5.2)

template <class Bytes>
bool share_prefix(const Bytes& a, const Bytes& b, unsigned bits) {
  const std::size_t whole = bits / 8;
  for (std::size_t i = 0; i < whole; ++i) {
    if (a[i] != b[i]) return false;
  }
  const unsigned rest = bits % 8;
  return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

}  // namespace

IpAddress unmapped(const IpAddress& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
}

boost::system::result<AddressBlock, std::string> AddressBlock::parse(std::string_view text) {
  const std::string expected =
      std::string(text).append(": a block of addresses like 10.0.0.0/8 or ::1 is expected");
  const std::size_t slash = text.find('/');
  boost::system::error_code error;
  const IpAddress first = boost::asio::ip::make_address(std::string(text.substr(0, slash)), error);
  if (error) return expected;
  const IpAddress plain = unmapped(first);
  const unsigned most = first.is_v4() ? 32 : 128;
  const unsigned least = first.is_v6() && plain.is_v4() ? kMappedPrefix : 0;
  unsigned prefix = most;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    if (wrong != std::errc() || end != digits.data() + digits.size() || prefix > most || prefix < least) {
      return expected;
    }
  }
  return AddressBlock(plain, prefix - least);
}

bool AddressBlock::contains(const IpAddress& address) const {
  const IpAddress candidate = unmapped(address);
  if (candidate.is_v4() != first_.is_v4()) return false;
  if (first_.is_v4()) return share_prefix(candidate.to_v4().to_bytes(), first_.to_v4().to_bytes(), prefix_);
  return share_prefix(candidate.to_v6().to_bytes(), first_.to_v6().to_bytes(), prefix_);
}

}  // namespace sws
