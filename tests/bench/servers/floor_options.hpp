// The flags that the servers written for comparison share with the product, so that one driver starts them all.
#pragma once

#include <cstdint>

namespace sws::bench {

struct FloorOptions {
  std::uint16_t port = 0;
  std::int64_t interval_ms = 1000;
};

// Knows --port and --interval-ms; ends the process over any other.
FloorOptions parse_floor_options(int argc, char** argv);

// A non-blocking socket that listens on 127.0.0.1; says `Serving http://…` on standard output like the product.
// Also raises the limit of open files.
int listen_and_announce(std::uint16_t port);

}  // namespace sws::bench
