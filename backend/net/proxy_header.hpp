// Reads the header of the PROXY protocol, version 2 (HAProxy's proxy-protocol.txt, §2.2), with which a proxy begins
// a connection that it passes on without looking into it, to name the client. It does no I/O: its owner receives
// into room(), which never has room for a byte behind the header, and then calls commit(). Whom to believe is the
// owner's decision. One connection owns it.
#pragma once

#include <array>
#include <boost/system/result.hpp>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "backend/admission/address_block.hpp"

namespace sws {

class ProxyHeader {
 public:
  // Bytes of the largest header that is taken. The protocol promises that a header fits into TCP's smallest
  // segment.
  static constexpr std::size_t kMaxSize = 536;

  enum class Progress { incomplete, complete };

  // Memory for the next bytes of the header. REQUIRES: commit() has not returned complete or an error.
  std::span<char> room() { return std::span(bytes_).subspan(size_, wanted_ - size_); }

  // Takes the first `size` bytes of room(), which have arrived. The error says what is wrong with the header.
  boost::system::result<Progress, std::string> commit(std::size_t size);

  // The client that the proxy speaks for; nothing if the proxy speaks for itself (LOCAL, as health checks do) or if
  // the client has no address on an IP network. REQUIRES: commit() has returned complete.
  std::optional<IpAddress> client() const;

  bool has_begun() const { return size_ > 0; }

 private:
  static constexpr std::size_t kFixedPart = 16;  // it ends with the length of what follows

  std::string fault_of_signature() const;
  std::string fault_of_fixed_part() const;
  std::string_view arrived() const { return {bytes_.data(), size_}; }
  std::size_t following() const;

  std::array<char, kMaxSize> bytes_;
  std::size_t size_ = 0;             // bytes that have arrived
  std::size_t wanted_ = kFixedPart;  // bytes of the header, as far as it is known
};

}  // namespace sws
