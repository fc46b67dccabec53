#include "shared/period_verifier.hpp"
#include "shared/counting.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/shared/shared_numbers.hpp"

namespace sws {
namespace {

constexpr std::uint64_t kPeriod = 430'664;
constexpr std::uint64_t kFirst = kPeriod * kPeriodNumbers;

SharedNumbers& server() {
  static SharedNumbers numbers;
  return numbers;
}

std::string said(PeriodVerifier& verifier, const Numbers& run) {
  return verifier.take(run.seq, run.messages, run.keys).value_or("");
}

std::string said(PeriodVerifier& verifier, const auto& message) {
  return verifier.take(message).value_or("");
}

// A verifier that has heard `hello` in kPeriod and will go on with number `next`.
PeriodVerifier verifier_at(std::uint64_t next) {
  PeriodVerifier verifier(server().hello(kPeriod));
  EXPECT_EQ(verifier.begin(next), std::nullopt);
  return verifier;
}

std::string named(std::uint64_t n) {
  return number_named(n);
}

TEST(PeriodVerifier, AcceptsNumbersFromAnyPlaceOn) {
  for (const std::uint32_t place : {0U, 1U, 2047U, 4094U, 4095U}) {
    PeriodVerifier verifier = verifier_at(kFirst + place);
    for (std::uint64_t n = kFirst + place; n < kFirst + place + 3; ++n) {
      EXPECT_EQ(said(verifier, server().run(n, 1)), "") << n;
      EXPECT_EQ(verifier.next(), n + 1);
    }
  }
}

TEST(PeriodVerifier, AcceptsRunsThatReachIntoTheNextPeriod) {
  for (const std::uint32_t size : {1U, 2U, 100U, kMaxNumbersPerFrame}) {
    PeriodVerifier verifier = verifier_at(kFirst + kPeriodNumbers - 1);
    EXPECT_EQ(said(verifier, server().run(kFirst + kPeriodNumbers - 1, size)), "");
    EXPECT_EQ(said(verifier, server().run(kFirst + kPeriodNumbers - 1 + size, 1)), "");
  }
}

TEST(PeriodVerifier, RefusesANumberThatDoesNotFollowFromItsKey) {
  PeriodVerifier verifier = verifier_at(kFirst + 5);
  Numbers run = server().run(kFirst + 5, 3);
  const std::int32_t honest = run.messages[1]++;
  EXPECT_EQ(said(verifier, run), named(kFirst + 6) + " is " + std::to_string(honest + 1) + ", but its key gives " +
                                     std::to_string(honest));
  EXPECT_EQ(verifier.next(), kFirst + 6);
}

TEST(PeriodVerifier, RefusesAKeyThatDoesNotLeadToTheRoot) {
  PeriodVerifier verifier = verifier_at(kFirst + 5);
  Numbers run = server().run(kFirst + 5, 3);
  run.keys[0][31] ^= 1;
  EXPECT_EQ(said(verifier, run), "the key of " + named(kFirst + 7) + " does not lead to the root of period 430664");
}

TEST(PeriodVerifier, RefusesAKeyThatDoesNotLeadToTheOneBefore) {
  PeriodVerifier verifier = verifier_at(kFirst + 5);
  EXPECT_EQ(said(verifier, server().run(kFirst + 5, 3)), "");
  Numbers later = server().run(kFirst + 8, 1);
  later.keys[0] = server().key(kFirst + 9);
  EXPECT_EQ(said(verifier, later),
            "the key of " + named(kFirst + 8) + " does not lead to the key of " + named(kFirst + 7));
}

TEST(PeriodVerifier, RefusesTheKeysOfAnotherChannelPeriodOrPlace) {
  SharedNumbers other;
  other.channel = "another";
  const Key one_before = server().key(kFirst - kPeriodNumbers + 5);
  for (const Key& key : {other.key(kFirst + 5), one_before, server().key(kFirst + 4)}) {
    PeriodVerifier verifier = verifier_at(kFirst + 5);
    EXPECT_NE(said(verifier, Numbers{kFirst + 5, {server().number(kFirst + 5)}, {key}}), "");
  }
}

TEST(PeriodVerifier, RefusesNumbersThatAreNotTheNextOnes) {
  for (const std::uint64_t seq : {kFirst + 4, kFirst + 6}) {
    PeriodVerifier verifier = verifier_at(kFirst + 5);
    EXPECT_EQ(said(verifier, server().run(seq, 1)), named(seq) + " arrived, but " + named(kFirst + 5) + " is due");
  }
}

TEST(PeriodVerifier, RefusesARunThatHasNotAKeyForEachPeriod) {
  const std::uint64_t last = kFirst + kPeriodNumbers - 1;
  for (const std::size_t keys : {0U, 1U, 3U}) {
    PeriodVerifier verifier = verifier_at(last);
    Numbers run = server().run(last, 2);
    run.keys.resize(keys);
    EXPECT_EQ(said(verifier, run),
              named(last) + " arrived with " + std::to_string(keys) + " instead of 2 keys, one for each period");
  }
}

TEST(PeriodVerifier, GoesOnForPeriodsWhoseRootsCameInTime) {
  PeriodVerifier verifier = verifier_at(kFirst + kPeriodNumbers - 1);
  EXPECT_EQ(said(verifier, server().run(kFirst + kPeriodNumbers - 1, 1)), "");
  for (std::uint64_t period = kPeriod + 1; period < kPeriod + 4; ++period) {
    EXPECT_EQ(said(verifier, server().root(period + 2)), "");
    for (std::uint64_t n = first_of_period(period); n < first_of_period(period + 1); n += kMaxNumbersPerFrame) {
      ASSERT_EQ(said(verifier, server().run(n, kMaxNumbersPerFrame)), "") << n;
    }
  }
}

TEST(PeriodVerifier, RefusesARootThatComesLessThanAWholePeriodBeforeItsNumbers) {
  SharedNumbers other;
  other.secret = {9};
  PeriodVerifier verifier = verifier_at(first_of_period(kPeriod + 2) - 1);
  EXPECT_EQ(said(verifier, server().run(first_of_period(kPeriod + 2) - 1, 1)), "");
  PeriodVerifier in_time = verifier;
  EXPECT_EQ(said(in_time, other.root(kPeriod + 3)), "");  // the last moment: period kPeriod + 2 is still to come
  EXPECT_EQ(in_time.begin(first_of_period(kPeriod + 2) + 1), std::nullopt);
  EXPECT_EQ(said(in_time, server().run(first_of_period(kPeriod + 2) + 1, 1)), "");
  EXPECT_EQ(said(in_time, other.root(kPeriod + 4)), "");
  EXPECT_EQ(said(in_time, server().root(kPeriod + 4)),
            "the root of period 430668 is not the one that the server announced before");
  PeriodVerifier late = verifier;
  EXPECT_EQ(late.begin(first_of_period(kPeriod + 2) + 1), std::nullopt);
  EXPECT_EQ(said(late, server().root(kPeriod + 3)), "the root of period 430667 arrived when " +
                                                        named(first_of_period(kPeriod + 2) + 1) +
                                                        " was due, less than a whole period ahead");
}

TEST(PeriodVerifier, RefusesNumbersOfAPeriodBehindWhichNoRootIsAnnounced) {
  PeriodVerifier verifier = verifier_at(first_of_period(kPeriod + 2));
  EXPECT_EQ(said(verifier, server().run(first_of_period(kPeriod + 2), 1)),
            named(first_of_period(kPeriod + 2)) + " arrived before the root of period 430667");
}

TEST(PeriodVerifier, RefusesNumbersOfAPeriodOfUnknownRoot) {
  PeriodVerifier verifier = verifier_at(kFirst - 1);
  EXPECT_EQ(said(verifier, server().run(kFirst - 1, 1)),
            named(kFirst - 1) + " arrived before the root of period 430663");
}

// A server announces roots of the past to a viewer who comes back, before the numbers.
TEST(PeriodVerifier, AcceptsEarlierRootsBeforeTheFirstNumberOfAConnection) {
  PeriodVerifier verifier = verifier_at(kFirst - 1);
  EXPECT_EQ(said(verifier, server().root(kPeriod - 1)), "");
  EXPECT_EQ(said(verifier, server().run(kFirst - 1, 2)), "");
}

TEST(PeriodVerifier, GoesOnOverAnotherConnection) {
  PeriodVerifier verifier = verifier_at(kFirst + 5);
  EXPECT_EQ(said(verifier, server().run(kFirst + 5, 2)), "");
  EXPECT_EQ(said(verifier, server().hello(kPeriod + 3)), "");
  EXPECT_EQ(verifier.begin(kFirst + 7), std::nullopt);
  EXPECT_EQ(said(verifier, server().run(kFirst + 7, 3)), "");
  EXPECT_EQ(verifier.begin(kFirst + 7).value_or(""),
            named(kFirst + 7) + " is announced again, but " + named(kFirst + 10) + " is due");
}

TEST(PeriodVerifier, AcceptsRootsOfThePastFromAnotherConnection) {
  PeriodVerifier verifier = verifier_at(kFirst + 5);
  EXPECT_EQ(said(verifier, server().run(kFirst + 5, 2)), "");
  EXPECT_EQ(said(verifier, server().hello(kPeriod + 11)), "");
  EXPECT_EQ(said(verifier, Gap{kFirst + 7, first_of_period(kPeriod + 11) - 1}), "");
  EXPECT_EQ(said(verifier, server().root(kPeriod + 10)), "");
  EXPECT_EQ(said(verifier, server().run(first_of_period(kPeriod + 11) - 1, 2)), "");
}

TEST(PeriodVerifier, RefusesAnotherConnectionThatContradictsTheFirst) {
  SharedNumbers with_other_secret, with_other_range, of_other_channel;
  with_other_secret.secret = {9};
  with_other_range.parameters.max = 1001;
  of_other_channel.channel = "another";
  PeriodVerifier verifier = verifier_at(kFirst + 5);
  EXPECT_EQ(said(verifier, with_other_secret.hello(kPeriod + 1)),
            "the root of period 430665 is not the one that the server announced before");
  EXPECT_EQ(said(verifier, with_other_range.hello(kPeriod)), "the range or the interval has changed");
  EXPECT_EQ(said(verifier, of_other_channel.hello(kPeriod)), "the channel was dice and is now another");
}

TEST(PeriodVerifier, GoesOnBehindAGap) {
  PeriodVerifier verifier = verifier_at(kFirst + 5);
  EXPECT_EQ(said(verifier, server().run(kFirst + 5, 2)), "");
  EXPECT_EQ(said(verifier, Gap{kFirst + 7, kFirst + 4000}), "");
  EXPECT_EQ(said(verifier, server().run(kFirst + 4000, 2)), "");
  EXPECT_EQ(said(verifier, Gap{kFirst + 7, kFirst + 4001}),
            "a gap begins at " + named(kFirst + 7) + ", but " + named(kFirst + 4002) + " is due");
}

TEST(PeriodVerifier, KeepsABoundedNumberOfRoots) {
  PeriodVerifier verifier(server().hello(kPeriod));
  std::string wrong;
  std::uint64_t period = kPeriod + kAnnouncedRoots;
  for (; wrong.empty() && period < kPeriod + 10'000; ++period) wrong = said(verifier, Root{period, {}});
  EXPECT_EQ(wrong, "the root of period " + std::to_string(period - 1) + " is one too many");
}

}  // namespace
}  // namespace sws
