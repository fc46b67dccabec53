// What /metrics says of the server as a whole, apart from what its workers count. The main thread makes it, and any
// thread may have a copy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/config/channel_settings.hpp"
#include "backend/loop/clock.hpp"

namespace sws {

struct ServerFacts {
  std::string secret_fingerprint;                  // of the secret that signs the streams (process/secret_file.hpp)
  std::optional<std::int64_t> certificate_expiry;  // in seconds since 1970; nothing without TLS
  std::uint32_t connections_limit = 0;             // 0: there is none
  std::optional<std::uint64_t> memory_limit;       // in bytes (process/memory_limit.hpp); nothing if there is none
  bool reload_succeeded = true;                    // the last one; true if there was none
  WallTime settings_read_at;                       // when the settings in use were read
  std::vector<ChannelSource> channels;             // the source of each
};

}  // namespace sws
