// How long a client of Server-Sent Events waits before it connects again (HTML Standard §9.2.5): drawn for each
// connection, so that the viewers of a server that stops do not all come back at once. Any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "backend/events/event_text.hpp"
#include "backend/process/entropy.hpp"

namespace sws {

inline std::string random_retry() {
  constexpr std::uint32_t kShortest = 1'000, kLongest = 5'000;  // ms
  return retry_field(std::chrono::milliseconds(kShortest + random_below(kLongest - kShortest + 1)));
}

}  // namespace sws
