// Decides whether a viewer may continue the stream of a token (shared/token.hpp).
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "backend/config/settings.hpp"
#include "backend/connection/metrics.hpp"
#include "backend/loop/clock.hpp"
#include "shared/error_code.hpp"
#include "shared/token.hpp"

namespace sws {

struct NotResumed {
  const ErrorCode* code;  // one of error_code.hpp
  std::string detail;     // for people
};

// Returns the stream of `token`, which is to go on with number `next` at the time `now`: its numbers exist up to
// next == count, when nothing is left to send. The numbers before `next` must be due by then, or soon
// (clock_skew.hpp). A token that none of this server's secrets signed is logged.
boost::system::result<SignedStream, NotResumed> resumed_stream(const Settings& settings, std::string_view token,
                                                               std::uint32_t next, WallTime now, Metrics& metrics);

}  // namespace sws
