// How a connection to the server under measurement is opened, and what is said on it first. Sockets are
// non-blocking and reset when closed, so that a run leaves no port in TIME_WAIT behind for the next one.
#pragma once

#include <cstdint>
#include <string>

namespace sws::bench {

// Begins to connect to 127.0.0.1; −1 with errno if that fails at once. `index` counts the connections of a run:
// every 10,000 of them share a source address.
int begin_connect(std::uint16_t port, unsigned index);

// The same with a receive buffer as small as the kernel allows, for a viewer that will not read.
int begin_connect_stalled(std::uint16_t port, unsigned index);

// Lets this process have as many files open as its hard limit says.
void raise_file_limit();

// The opening handshake (RFC 6455 §4.1). The key is always the same one: servers must not care.
std::string upgrade_request(const std::string& target);

// A client's frame of at most 125 bytes, masked with zeros (RFC 6455 §5.3).
std::string masked_frame(std::uint8_t opcode, const std::string& payload);

}  // namespace sws::bench
