#include "frontend/page/quantity_phrases.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST(QuantityPhrases, FixedRoundsToItsDecimals) {
  EXPECT_EQ(fixed(49.35, 1), "49.4");
  EXPECT_EQ(fixed(49.34, 1), "49.3");
  EXPECT_EQ(fixed(0.05, 2), "0.05");
  EXPECT_EQ(fixed(0.0049, 2), "0.00");
  EXPECT_EQ(fixed(-0.5, 1), "-0.5");
  EXPECT_EQ(fixed(-12.25, 2), "-12.25");
  EXPECT_EQ(fixed(-0.01, 1), "0.0");
  EXPECT_EQ(fixed(7, 0), "7");
  EXPECT_EQ(fixed(-2147483648.0, 1), "-2,147,483,648.0");
}

TEST(QuantityPhrases, AProbabilityKeepsTwoDigitsThatCount) {
  EXPECT_EQ(probability(0.514), "0.51");
  EXPECT_EQ(probability(1), "1.00");
  EXPECT_EQ(probability(0.0123), "0.012");
  EXPECT_EQ(probability(0.000123), "0.00012");
  EXPECT_EQ(probability(0), "0.0000000000");
}

TEST(QuantityPhrases, TheAgeIsNoMorePreciseThanOneCanSee) {
  EXPECT_EQ(ago(0s), "just now");
  EXPECT_EQ(ago(1999ms), "just now");
  EXPECT_EQ(ago(2s), "2 s ago");
  EXPECT_EQ(ago(119s), "119 s ago");
  EXPECT_EQ(ago(2min), "2 min ago");
}

TEST(QuantityPhrases, ASpanOfTimeHasOneUnit) {
  using namespace std::chrono_literals;
  EXPECT_EQ(span_of_time(12'900ms), "12 s");
  EXPECT_EQ(span_of_time(119s), "119 s");
  EXPECT_EQ(span_of_time(5min), "5 min");
  EXPECT_EQ(span_of_time(3h), "3 h");
  EXPECT_EQ(span_of_time(100h), "4 days");
}

TEST(QuantityPhrases, RoundTripsAreInMilliseconds) {
  EXPECT_EQ(round_trip(840us), "round trip 0.8 ms");
  EXPECT_EQ(round_trip(123'456us), "round trip 123 ms");
}

}  // namespace
}  // namespace sws
