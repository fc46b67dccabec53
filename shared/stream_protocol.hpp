// The request that the address of a WebSocket makes (PROTOCOL.md): for the plain protocol of the original tutorial,
// or protocol 1, whose numbers the client can verify.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace sws {

enum class StreamProtocol { plain, verified };
inline constexpr std::size_t kStreamProtocols = 2;

struct StreamRequest {
  StreamProtocol protocol = StreamProtocol::plain;
  // Of protocol 1: how many numbers the offered stream is to have, within Limits; without it the server chooses.
  std::optional<std::uint32_t> count = {};
  bool resumes = false;  // of protocol 1: no stream is to be offered, because the client will resume one
  bool operator==(const StreamRequest&) const = default;
};

}  // namespace sws
