// The fixed-size values of the protocol, as plain bytes. Copying them is cheap. Comparing them with == takes a time
// that depends on the bytes; compare signatures with equal_in_constant_time() (hmac_sha256.hpp).
#pragma once

#include <array>
#include <cstdint>

namespace sws {

using Bytes32 = std::array<std::uint8_t, 32>;
using Digest = Bytes32;  // a SHA-256 value
using Secret = Bytes32;  // only the servers know it; all server seeds follow from it
using Seed = Bytes32;    // the server seed of one stream
using Key = Bytes32;     // proves one number of a stream (key_chain.hpp)
using StreamId = std::array<std::uint8_t, 16>;
using LogId = std::array<std::uint8_t, 16>;  // of the log of a received channel

}  // namespace sws
