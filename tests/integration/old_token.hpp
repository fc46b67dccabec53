// The token of a verified stream that began long ago: a viewer that resumes it has all its numbers to come at once.
// A test can make one because it knows the secret of the server.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "shared/token.hpp"

namespace sws {

// `secret_in_hex`: what the server's secret file holds. `count`: numbers of the stream, one each 10 ms, all of them
// due.
inline std::string old_token(const std::string& secret_in_hex, std::uint32_t count) {
  Secret secret{};
  for (std::size_t i = 0; i < secret.size(); ++i) {
    secret[i] = static_cast<std::uint8_t>(std::stoul(secret_in_hex.substr(2 * i, 2), nullptr, 16));
  }
  const StreamParameters parameters{.min = INT32_MIN, .max = INT32_MAX, .interval_ms = 10, .count = count};
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto start = now - std::chrono::milliseconds(10) * count;
  return encode_token(secret, {.stream = {},
                               .start_ms = std::chrono::duration_cast<std::chrono::milliseconds>(start).count(),
                               .parameters = parameters,
                               .client_seed = "old"});
}

}  // namespace sws
