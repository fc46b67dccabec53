// Headers of the PROXY protocol, version 2, as proxies send them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sws {

inline constexpr std::string_view kProxySignature{"\r\n\r\n\0\r\nQUIT\n", 12};

// A header with these bytes behind its fixed part. `length` replaces the length that it states.
inline std::string proxy_header(unsigned version_and_command, unsigned family_and_protocol,
                                std::string_view following, std::size_t length) {
  std::string header(kProxySignature);
  for (const std::size_t byte :
       {std::size_t{version_and_command}, std::size_t{family_and_protocol}, length >> 8, length & 0xff}) {
    header += static_cast<char>(byte);
  }
  return header.append(following);
}

inline std::string proxy_header(unsigned version_and_command, unsigned family_and_protocol,
                                std::string_view following = "") {
  return proxy_header(version_and_command, family_and_protocol, following, following.size());
}

inline std::string local_proxy_header() {
  return proxy_header(0x20, 0);
}

// A header for a client over IPv4, such as "192.0.2.1", with vectors behind the addresses.
inline std::string proxy_header_of(std::string_view client, std::string_view vectors = "") {
  std::string block;
  unsigned number = 0;
  for (const char c : client) {
    if (c == '.') block += static_cast<char>(number);
    number = c == '.' ? 0 : number * 10 + static_cast<unsigned>(c - '0');
  }
  block += static_cast<char>(number);
  block += std::string_view("\x7f\0\0\x01\xdc\x04\x01\xbb", 8);  // to 127.0.0.1, and the ports
  return proxy_header(0x21, 0x11, block.append(vectors));
}

}  // namespace sws
