#include "frontend/stream/retry_after.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kNow = "Thu, 31 Dec 2026 23:59:50 GMT";

TEST(RetryAfter, IsANumberOfSeconds) {
  EXPECT_EQ(retry_after("10", ""), 10s);
  EXPECT_EQ(retry_after("0", kNow), 0s);
  EXPECT_EQ(retry_after("600", kNow), 10min);
}

TEST(RetryAfter, OrADateThatIsMeasuredFromTheServersClock) {
  EXPECT_EQ(retry_after("Fri, 01 Jan 2027 00:00:20 GMT", kNow), 30s);
  EXPECT_EQ(retry_after("Thu, 31 Dec 2026 23:59:00 GMT", kNow), 0s);  // already past
  EXPECT_EQ(retry_after("Fri, 01 Jan 2027 00:00:20 GMT", ""), 0s);    // there is nothing to measure from
}

TEST(RetryAfter, IsTenMinutesAtMost) {
  EXPECT_EQ(retry_after("86400", kNow), 10min);
  EXPECT_EQ(retry_after("99999999999999999999999999", kNow), 10min);
  EXPECT_EQ(retry_after("Fri, 01 Jan 9999 00:00:20 GMT", kNow), 10min);
}

TEST(RetryAfter, IsNothingIfItIsMalformed) {
  for (const std::string_view value :
       {"", " ", "-1", "1.5", "10 s", "soon", "Fri, 00 Jan 2027 00:00:20 GMT", "Fri, 01 Jam 2027 00:00:20 GMT",
        "Fri, 01 Jan 2027 00:00:20 CET", "Fri, 1 Jan 2027 00:00:20 GMT", "Fri, 01 Jan 2027 0x:00:20 GMT"}) {
    EXPECT_EQ(retry_after(value, kNow), 0s) << value;
  }
}

}  // namespace
}  // namespace sws
