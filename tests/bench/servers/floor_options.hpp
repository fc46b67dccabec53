// The flags that the comparison servers share with the product, so that one driver starts all of them.
#pragma once

#include <cstdint>

namespace sws::bench {

struct FloorOptions {
  std::uint16_t port = 0;
  std::int64_t interval_ms = 1000;
  bool takes_posts = false;  // send all viewers of a channel what is POSTed to it, and nothing by the clock
  bool has_wheel = false;    // one timer for all viewers; only the server with libwebsockets distinguishes it
};

// Reads --port, --interval-ms, --source and --timers (each or wheel). Any other flag ends the process with an
// error.
FloorOptions parse_floor_options(int argc, char** argv);

// Raises the open-file limit of this process to its hard limit.
void raise_open_files();

// A non-blocking socket that listens on 127.0.0.1; says `Serving http://…` on standard output like the product.
// Also raises the open-file limit.
int listen_and_announce(std::uint16_t port);

}  // namespace sws::bench
