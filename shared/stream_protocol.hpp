// The two protocols that are spoken over one address (PROTOCOL.md): the plain one of the original tutorial, and
// protocol 1, whose numbers the client can verify.
#pragma once

#include <cstddef>

namespace sws {

enum class StreamProtocol { plain, verified };
inline constexpr std::size_t kStreamProtocols = 2;

}  // namespace sws
