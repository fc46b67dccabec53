#include "backend/connection/client_limit.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

using namespace std::chrono_literals;

constexpr ClientLimit::Rate kRate{.messages = 10, .message_bytes = 1000};
constexpr ClientLimit::Time kStart{1h};

TEST(ClientLimit, AllowsAsManyOfTheLargestMessagesAsItAllowsMessages) {
  ClientLimit limit;
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(limit.take_message(kRate, kStart));
    EXPECT_TRUE(limit.take_bytes(kRate, 14 + 1000, kStart));
  }
  EXPECT_FALSE(limit.take_message(kRate, kStart));
  EXPECT_TRUE(limit.take_bytes(kRate, 6 + 125, kStart));  // a close frame
}

TEST(ClientLimit, AllowsAMessageInFragmentsOfOneByteAndPingsBeside) {
  ClientLimit limit;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(limit.take_bytes(kRate, 7, kStart));
  for (int i = 0; i < 9; ++i) EXPECT_TRUE(limit.take_bytes(kRate, 131, kStart));
}

TEST(ClientLimit, AllowsPingsThatAreLargerThanMessages) {
  constexpr ClientLimit::Rate kShort{.messages = 10, .message_bytes = 1};
  EXPECT_GE(ClientLimit::bytes_per_second(kShort), 11u * 131);
}

TEST(ClientLimit, AllowsTheRecordsThatItsMessagesNeedAndNoMore) {
  ClientLimit limit;
  EXPECT_TRUE(limit.take_records(kRate, 10 * 3, kStart));  // of 512 bytes at most
  EXPECT_TRUE(limit.take_records(kRate, 3, kStart));       // a close frame, and a key update
  EXPECT_FALSE(limit.take_records(kRate, 1, kStart));
  EXPECT_TRUE(limit.take_records(kRate, 3, kStart + 100ms));
  constexpr ClientLimit::Rate kMost{.messages = UINT32_MAX, .message_bytes = 16'777'216};
  EXPECT_TRUE(limit.take_records(kMost, UINT32_MAX, kStart + 1s));
}

TEST(ClientLimit, RefusesMoreBytesAndAllowsThemLater) {
  ClientLimit limit;
  const std::uint64_t all = ClientLimit::bytes_per_second(kRate);
  EXPECT_EQ(all, 11u * 1014 + 6000);
  EXPECT_FALSE(limit.take_bytes(kRate, all + 1, kStart));
  EXPECT_TRUE(limit.take_bytes(kRate, all, kStart));
  EXPECT_FALSE(limit.take_bytes(kRate, 1, kStart));
  EXPECT_TRUE(limit.take_bytes(kRate, all / 2, kStart + 500ms));
  EXPECT_FALSE(limit.take_bytes(kRate, 10, kStart + 500ms));
}

TEST(ClientLimit, OfTheLargestSettingsDoesNotOverflow) {
  constexpr ClientLimit::Rate kMost{.messages = UINT32_MAX, .message_bytes = 16'777'216};
  EXPECT_GT(ClientLimit::bytes_per_second(kMost), std::uint64_t{UINT32_MAX} * 16'777'216);
  ClientLimit limit;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(limit.take_bytes(kMost, 1 << 20, kStart));
  EXPECT_TRUE(limit.take_message(kMost, kStart));
}

}  // namespace
}  // namespace sws
