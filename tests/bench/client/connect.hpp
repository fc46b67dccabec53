// Opens connections to the measured server, and encodes the first messages. Sockets are non-blocking and are reset
// when closed, so that a run leaves no port in TIME_WAIT for the next one.
#pragma once

#include <cstdint>
#include <string>

namespace sws::bench {

// Begins to connect to 127.0.0.1, and returns −1 with errno set if that fails at once. `index` numbers the
// connections of a run: each 10,000 of them share a source address.
int begin_connect(std::uint16_t port, unsigned index);

// The same with a receive buffer as small as the kernel allows, for a viewer that will not read.
int begin_connect_stalled(std::uint16_t port, unsigned index);

// Raises the open-file limit of this process to its hard limit.
void raise_file_limit();

// The opening handshake (RFC 6455 §4.1). The key is always the same, which makes no difference to servers.
std::string upgrade_request(const std::string& target);

// A client's frame of at most 125 bytes, masked with zeros (RFC 6455 §5.3).
std::string masked_frame(std::uint8_t opcode, const std::string& payload);

}  // namespace sws::bench
