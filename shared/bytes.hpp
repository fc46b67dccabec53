// The fixed-size values of the protocol. They are plain bytes: copying is cheap, comparing is not constant-time.
#pragma once

#include <array>
#include <cstdint>

namespace sws {

using Bytes32 = std::array<std::uint8_t, 32>;
using Digest = Bytes32;  // a SHA-256 value
using Secret = Bytes32;  // the server's own; all seeds follow from it
using Seed = Bytes32;    // a stream's server seed
using StreamId = std::array<std::uint8_t, 16>;

}  // namespace sws
