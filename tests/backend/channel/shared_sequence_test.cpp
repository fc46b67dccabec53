#include "backend/channel/shared_sequence.hpp"

#include <gtest/gtest.h>

#include "shared/period_verifier.hpp"
#include "tests/shared/shared_numbers.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kPeriod = 430'664;
constexpr std::uint64_t kFirst = kPeriod * kPeriodNumbers;

class SharedSequenceTest : public testing::Test {
 protected:
  Number expected(std::uint64_t n) { return {n, server_.number(n), server_.key(n)}; }

  SharedNumbers server_;
  SharedSequence sequence_{server_.secret, server_.channel, server_.parameters};
};

TEST_F(SharedSequenceTest, GivesEachNumberWithItsKey) {
  for (std::uint64_t n = kFirst - 200; n < kFirst + 200; ++n) ASSERT_EQ(sequence_.at(n), expected(n)) << n;
  for (std::uint64_t n = kFirst + 200; n-- > kFirst - 200;) ASSERT_EQ(sequence_.at(n), expected(n)) << n;
}

TEST_F(SharedSequenceTest, ARunHasTheNumbersAndTheLastKeyOfEachPeriod) {
  for (std::uint64_t first = kFirst - 70; first < kFirst + 70; first += 3) {
    for (const std::uint32_t count : {1U, 2U, 64U, 65U, kMaxNumbersPerFrame}) {
      ASSERT_EQ(sequence_.run(first, count), server_.run(first, count)) << first << ' ' << count;
    }
  }
}

TEST_F(SharedSequenceTest, AnnouncesTheRootsOfThreePeriods) {
  EXPECT_EQ(sequence_.hello(kFirst - 1), server_.hello(kPeriod - 1));
  EXPECT_EQ(sequence_.hello(kFirst), server_.hello(kPeriod));
}

TEST_F(SharedSequenceTest, TheNewestNumberIsTheLastOneThatIsDue) {
  const auto at = [](std::int64_t ms, std::chrono::nanoseconds more = 0ns) {
    return WallTime(std::chrono::duration_cast<WallTime::duration>(std::chrono::milliseconds(ms) + more));
  };
  EXPECT_EQ(sequence_.newest_at(at(1'764'000'000'000)), 1'764'000'000U);
  EXPECT_EQ(sequence_.newest_at(at(1'764'000'000'999, 999'999ns)), 1'764'000'000U);
  EXPECT_EQ(sequence_.newest_at(at(1'764'000'001'000)), 1'764'000'001U);
  EXPECT_EQ(sequence_.due_ms(1'764'000'001), 1'764'000'001'000);
  EXPECT_EQ(sequence_.newest_at(at(-5)), 0U);
}

TEST_F(SharedSequenceTest, PreparesInPortionsWhatItNeedsInThisPeriodAndTheNext) {
  const std::uint32_t periods = SharedSequence::kMostBack / kPeriodNumbers + 1 + kAnnouncedRoots;
  std::uint32_t portions = 1;
  for (; !sequence_.prepare(kFirst + 5, 1024) && portions < 1'000; ++portions) {
  }
  EXPECT_EQ(portions, periods * 4);
  EXPECT_TRUE(sequence_.prepare(kFirst + kPeriodNumbers - 1, 1024));
  EXPECT_FALSE(sequence_.prepare(kFirst + kPeriodNumbers, 4095));
  EXPECT_TRUE(sequence_.prepare(kFirst + kPeriodNumbers, 1));
  for (std::uint64_t period = kPeriod - 1; period <= kPeriod + 4; ++period) {
    EXPECT_EQ(sequence_.root(period), server_.root(period).root) << period;
  }
}

TEST_F(SharedSequenceTest, ForgetsTheKeysOfFarPeriods) {
  while (!sequence_.prepare(kFirst, kPeriodNumbers)) {
  }
  const std::size_t memory = sequence_.memory();
  EXPECT_LT(memory, 24'000U);
  for (std::uint64_t period = 0; period < 20; ++period) sequence_.root(period);
  while (!sequence_.prepare(kFirst + kPeriodNumbers, kPeriodNumbers)) {
  }
  EXPECT_EQ(sequence_.memory(), memory);
}

// The clock was stepped: nothing is prepared, and everything is right.
TEST_F(SharedSequenceTest, ComputesAtOnceWhatIsNotPrepared) {
  while (!sequence_.prepare(kFirst, kPeriodNumbers)) {
  }
  const std::uint64_t far = kFirst + 100 * kPeriodNumbers + 77;
  EXPECT_EQ(sequence_.at(far), expected(far));
  sequence_.prepare(far, 10);  // has begun one of its periods
  EXPECT_EQ(sequence_.hello(far), server_.hello(period_of(far)));
  EXPECT_EQ(sequence_.at(kFirst + 1), expected(kFirst + 1));
}

TEST_F(SharedSequenceTest, AnotherSecretBeginsWithTheFirstPeriodThatIsNotAnnounced) {
  while (!sequence_.prepare(kFirst, kPeriodNumbers)) {
  }
  SharedNumbers later;
  later.secret = {4, 5, 6};
  sequence_.change_secret(later.secret, kPeriod + 3);
  EXPECT_FALSE(sequence_.prepare(kFirst, 0)) << "the keys of the old secret are still there";
  EXPECT_EQ(sequence_.hello(kFirst), server_.hello(kPeriod));
  for (std::uint64_t period = kPeriod - 2; period < kPeriod + 6; ++period) {
    SharedNumbers& numbers = period < kPeriod + 3 ? server_ : later;
    EXPECT_EQ(sequence_.root(period), numbers.root(period).root) << period;
    EXPECT_EQ(sequence_.at(first_of_period(period) + 5).key, numbers.key(first_of_period(period) + 5)) << period;
  }
}

TEST_F(SharedSequenceTest, ASecretThatIsChangedAgainInTheSamePeriodNeverBegins) {
  SharedNumbers later;
  later.secret = {4, 5, 6};
  sequence_.change_secret({7}, kPeriod + 3);
  sequence_.change_secret(later.secret, kPeriod + 3);
  EXPECT_EQ(sequence_.root(kPeriod + 2), server_.root(kPeriod + 2).root);
  EXPECT_EQ(sequence_.root(kPeriod + 3), later.root(kPeriod + 3).root);
}

TEST_F(SharedSequenceTest, ForgetsASecretWhoseLastPeriodIsNoLongerOffered) {
  std::size_t memory = 0;
  for (std::uint8_t i = 0; i < 10; ++i) {
    sequence_.change_secret({i, 7}, kPeriod + i);
    while (!sequence_.prepare(first_of_period(kPeriod + i), kPeriodNumbers)) {
    }
    if (i == 3) memory = sequence_.memory();
  }
  EXPECT_EQ(sequence_.memory(), memory);
  SharedNumbers last;
  last.secret = {9, 7};
  EXPECT_EQ(sequence_.root(kPeriod + 9), last.root(kPeriod + 9).root);
}

}  // namespace
}  // namespace sws
