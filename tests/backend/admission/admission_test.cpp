#include "backend/admission/admission.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace sws {
namespace {

using namespace std::chrono_literals;

constexpr Admission::Time kNow{1h};

IpAddress ip(const char* text) {
  return boost::asio::ip::make_address(text);
}

// Why a connection was not admitted, or nothing if it was.
template <class Result>
std::optional<NotAdmitted> refusal(const Result& result) {
  if (result) return std::nullopt;
  return result.error();
}

AdmissionLimits limits(std::uint32_t total, std::uint32_t per_address = 0, std::uint32_t per_second = 0) {
  return {.connections = total, .remote = {per_address, per_second}, .loopback = {}};
}

TEST(Admission, AdmitsAsManyAsTheTotalAllowsAndAgainWhenOneLeaves) {
  Admission admission(limits(2));
  auto first = admission.admit(ip("192.0.2.1"), kNow);
  const auto second = admission.admit(ip("192.0.2.2"), kNow);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(refusal(admission.admit(ip("192.0.2.3"), kNow)), NotAdmitted::too_many);
  *first = {};
  EXPECT_TRUE(admission.admit(ip("192.0.2.3"), kNow));
}

TEST(Admission, AnAddressWithAllItsPlacesTakenKeepsNobodyElseOut) {
  Admission admission(limits(100, 2));
  std::vector<Admission::Slot> taken;
  for (int i = 0; i < 2; ++i) taken.push_back(*admission.admit(ip("192.0.2.1"), kNow));
  EXPECT_EQ(refusal(admission.admit(ip("192.0.2.1"), kNow)), NotAdmitted::too_many_from_address);
  EXPECT_TRUE(admission.admit(ip("192.0.2.2"), kNow));
  taken.pop_back();
  EXPECT_TRUE(admission.admit(ip("192.0.2.1"), kNow));
}

TEST(Admission, TakesAPrefixOf64BitsForOneAddress) {
  Admission admission(limits(100, 1));
  const auto first = admission.admit(ip("2001:db8:0:1::1"), kNow);
  EXPECT_EQ(refusal(admission.admit(ip("2001:db8:0:1:ffff::9"), kNow)), NotAdmitted::too_many_from_address);
  EXPECT_TRUE(admission.admit(ip("2001:db8:0:2::1"), kNow));
  const auto mapped = admission.admit(ip("::ffff:192.0.2.1"), kNow);
  EXPECT_EQ(refusal(admission.admit(ip("192.0.2.1"), kNow)), NotAdmitted::too_many_from_address);
}

TEST(Admission, LimitsTheRateAndAllowsABurst) {
  Admission admission(limits(0, 0, 3));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(admission.admit(ip("192.0.2.1"), kNow));
  EXPECT_EQ(refusal(admission.admit(ip("192.0.2.1"), kNow)), NotAdmitted::too_fast_from_address);
  EXPECT_TRUE(admission.admit(ip("192.0.2.2"), kNow));
  EXPECT_EQ(refusal(admission.admit(ip("192.0.2.1"), kNow + 300ms)), NotAdmitted::too_fast_from_address);
  EXPECT_TRUE(admission.admit(ip("192.0.2.1"), kNow + 400ms));
  EXPECT_EQ(refusal(admission.admit(ip("192.0.2.1"), kNow + 400ms)), NotAdmitted::too_fast_from_address);
}

TEST(Admission, TheRateHoldsForAnAddressWithAllItsPlacesTakenToo) {
  Admission admission(limits(0, 1, 3));
  const auto only = admission.admit(ip("192.0.2.1"), kNow);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(refusal(admission.admit(ip("192.0.2.1"), kNow)), NotAdmitted::too_many_from_address);
  }
  EXPECT_EQ(refusal(admission.admit(ip("192.0.2.1"), kNow)), NotAdmitted::too_fast_from_address);
}

TEST(Admission, ARefusalBecauseOfTheTotalTakesNoPlaceOfTheAddress) {
  Admission admission(limits(1, 1));
  auto only = admission.admit(ip("192.0.2.1"), kNow);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(refusal(admission.admit(ip("192.0.2.2"), kNow)), NotAdmitted::too_many);
  *only = {};
  EXPECT_TRUE(admission.admit(ip("192.0.2.2"), kNow));
}

TEST(Admission, ForgetsAddressesButNotTheirConnections) {
  Admission admission(limits(0, 1, 1));
  const auto kept = admission.admit(ip("192.0.2.1"), kNow);
  for (std::uint32_t i = 0; i < 10'000; ++i) {  // each leaves at once, seconds apart
    EXPECT_TRUE(admission.admit(boost::asio::ip::address_v4(0x0a000000 + i), kNow + i * 2s));
  }
  EXPECT_EQ(refusal(admission.admit(ip("192.0.2.1"), kNow + 10h)), NotAdmitted::too_many_from_address);
}

TEST(Admission, RemembersARateForASecondHoweverManyOthersCome) {
  Admission admission(limits(0, 0, 1));
  EXPECT_TRUE(admission.admit(ip("192.0.2.1"), kNow));
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    EXPECT_TRUE(admission.admit(boost::asio::ip::address_v4(0x0a000000 + i), kNow + 500ms));
  }
  EXPECT_EQ(refusal(admission.admit(ip("192.0.2.1"), kNow + 500ms)), NotAdmitted::too_fast_from_address);
}

TEST(Admission, LoopbackHasLimitsOfItsOwn) {
  Admission admission({.connections = 0, .remote = {1, 1}, .loopback = {}});
  std::vector<Admission::Slot> slots;
  for (const char* address : {"127.0.0.1", "127.0.0.1", "::1", "::1", "::ffff:127.0.0.1", "::ffff:127.0.0.1"}) {
    auto slot = admission.admit(ip(address), kNow);
    ASSERT_TRUE(slot) << address;
    slots.push_back(std::move(*slot));
  }
}

TEST(Admission, ASlotOfTheTotalCanBeAssignedToAnAddress) {
  Admission admission(limits(0, 1));
  auto proxied = admission.admit();
  ASSERT_TRUE(admission.assign(*proxied, ip("192.0.2.1"), kNow));
  auto another = admission.admit();
  EXPECT_EQ(refusal(admission.assign(*another, ip("192.0.2.1"), kNow)), NotAdmitted::too_many_from_address);
  EXPECT_TRUE(admission.assign(*another, ip("192.0.2.2"), kNow));
  *proxied = {};
  EXPECT_TRUE(admission.admit(ip("192.0.2.1"), kNow));
}

TEST(Admission, SaysWhetherOneMoreWouldBeAdmittedAndCountsNothing) {
  Admission admission(limits(2, 1, 1));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(refusal(admission.would_admit(ip("192.0.2.1"), kNow)), std::nullopt);
  auto first = admission.admit(ip("192.0.2.1"), kNow);
  ASSERT_TRUE(first);
  EXPECT_EQ(refusal(admission.would_admit(ip("192.0.2.1"), kNow)), NotAdmitted::too_many_from_address);
  *first = {};
  EXPECT_EQ(refusal(admission.would_admit(ip("192.0.2.1"), kNow)), NotAdmitted::too_fast_from_address);
  EXPECT_EQ(refusal(admission.would_admit(ip("192.0.2.1"), kNow + 1s)), std::nullopt);
  const auto others = std::pair(admission.admit(ip("192.0.2.2"), kNow), admission.admit(ip("192.0.2.3"), kNow));
  EXPECT_EQ(refusal(admission.would_admit(ip("192.0.2.1"), kNow + 1s)), NotAdmitted::too_many);
  EXPECT_EQ(refusal(admission.would_assign(ip("192.0.2.1"), kNow + 1s)), std::nullopt);
  EXPECT_EQ(refusal(admission.would_assign(ip("192.0.2.2"), kNow)), NotAdmitted::too_many_from_address);
}

TEST(Admission, NewLimitsHoldForTheConnectionsToCome) {
  Admission admission(limits(0));
  const auto first = admission.admit(ip("192.0.2.1"), kNow);
  const auto second = admission.admit(ip("192.0.2.2"), kNow);
  admission.set_limits(limits(2));
  EXPECT_EQ(refusal(admission.admit(ip("192.0.2.3"), kNow)), NotAdmitted::too_many);
  admission.set_limits(limits(3));
  EXPECT_TRUE(admission.admit(ip("192.0.2.3"), kNow));
}

}  // namespace
}  // namespace sws
