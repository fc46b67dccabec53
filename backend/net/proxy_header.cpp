#include "backend/net/proxy_header.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace sws {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kSignature = "\r\n\r\n\0\r\nQUIT\n"sv;
constexpr std::string_view kSignatureOfVersion1 = "PROXY";
constexpr std::size_t kVersionAndCommand = 12, kFamilyAndProtocol = 13, kLength = 14;  // where the bytes are

enum Command : unsigned { kLocal = 0, kProxy = 1 };
constexpr unsigned kTcpOverIpv4 = 0x11, kTcpOverIpv6 = 0x21;
constexpr unsigned kMostFamily = 3, kMostProtocol = 2;  // AF_UNIX and DGRAM

constexpr std::size_t kIpv4Block = 12, kIpv6Block = 36;  // both addresses and both ports

template <class Address>
Address address_at(const char* bytes) {
  typename Address::bytes_type raw;
  std::memcpy(raw.data(), bytes, raw.size());
  return Address(raw);
}

bool is_beginning_of(std::string_view text, std::string_view whole) {
  return whole.substr(0, text.size()) == text;
}

unsigned byte_at(std::string_view bytes, std::size_t position) {
  return static_cast<std::uint8_t>(bytes[position]);
}

}  // namespace

boost::system::result<ProxyHeader::Progress, std::string> ProxyHeader::commit(std::size_t size) {
  size_ += size;
  if (std::string fault = fault_of_signature(); !fault.empty()) return fault;
  if (size_ < wanted_) return Progress::incomplete;
  if (wanted_ > kFixedPart) return Progress::complete;
  if (std::string fault = fault_of_fixed_part(); !fault.empty()) return fault;
  wanted_ += following();
  return size_ == wanted_ ? Progress::complete : Progress::incomplete;
}

// Every byte is looked at as soon as it arrives, because a peer that sends no header may wait for our answer.
std::string ProxyHeader::fault_of_signature() const {
  if (is_beginning_of(arrived().substr(0, kSignature.size()), kSignature)) return "";
  if (arrived().starts_with(kSignatureOfVersion1)) {
    return "the proxy sends version 1 of the PROXY protocol: let it send version 2 (HAProxy: send-proxy-v2)";
  }
  if (is_beginning_of(arrived(), kSignatureOfVersion1)) return "";
  return "the proxy sends no PROXY protocol: let it send version 2 (HAProxy: send-proxy-v2), or leave out "
         "--proxy-protocol";
}

std::string ProxyHeader::fault_of_fixed_part() const {
  const unsigned version_and_command = byte_at(arrived(), kVersionAndCommand);
  const unsigned version = version_and_command >> 4, command = version_and_command & 0xf;
  const unsigned kind = byte_at(arrived(), kFamilyAndProtocol);
  if (version != 2) return "the PROXY header has the version " + std::to_string(version) + ", and not 2";
  if (command > kProxy) return "the PROXY header has an unknown command, " + std::to_string(command);
  if (kFixedPart + following() > kMaxSize) {
    return "the PROXY header has " + std::to_string(kFixedPart + following()) + " bytes, more than the " +
           std::to_string(kMaxSize) + " that fit into the smallest TCP segment";
  }
  if (command == kLocal) return "";
  if ((kind >> 4) > kMostFamily || (kind & 0xf) > kMostProtocol) {
    return "the PROXY header has an unknown family or protocol, " + std::to_string(kind);
  }
  const std::size_t least = kind == kTcpOverIpv4 ? kIpv4Block : kind == kTcpOverIpv6 ? kIpv6Block : 0;
  return following() < least ? "the PROXY header is too short for its addresses" : "";
}

std::size_t ProxyHeader::following() const {
  return byte_at(arrived(), kLength) << 8 | byte_at(arrived(), kLength + 1);
}

std::optional<IpAddress> ProxyHeader::client() const {
  if ((byte_at(arrived(), kVersionAndCommand) & 0xf) == kLocal) return std::nullopt;
  const unsigned kind = byte_at(arrived(), kFamilyAndProtocol);
  const char* const source = bytes_.data() + kFixedPart;
  if (kind == kTcpOverIpv4) return address_at<boost::asio::ip::address_v4>(source);
  if (kind == kTcpOverIpv6) return unmapped(address_at<boost::asio::ip::address_v6>(source));
  return std::nullopt;
}

}  // namespace sws
