#include "backend/net/ticket_keys.hpp"

#include <gtest/gtest.h>

#include <array>

#include "shared/hex.hpp"
#include "tests/backend/loop/manual_ticker.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

constexpr Secret kSecret{1, 2, 3}, kOther{4, 5, 6};

class TicketKeysTest : public testing::Test {
 protected:
  TicketKeysTest() { clock_.step_wall(kBeginning - clock_.wall().time_since_epoch()); }

  static constexpr std::chrono::seconds kBeginning{59028 * 28'800};  // of a period
  ManualClock clock_;
  TicketKeys keys_{kSecret, clock_};
};

// The values are from an independent computation, with Python's hmac.
TEST_F(TicketKeysTest, FollowFromTheSecretAndThePeriod) {
  const TicketKey key = keys_.present();
  EXPECT_EQ(to_hex(key.name), "901b9fd80e69218b3ad3aa71ae75592b");
  EXPECT_EQ(to_hex(key.encryption), "a1e3748324edd0aa4493266355b86671c19681e9cbcc229cc2c1238a5854cc6e");
  EXPECT_EQ(to_hex(key.authentication), "5dc0882f8ac27b821a7aa00f1747eb033a19c3f242414c717bb326c023f9011d");
}

TEST_F(TicketKeysTest, AreOthersInTheNextPeriod) {
  const TicketKey first = keys_.present();
  clock_.step_wall(8h - 1ns);
  EXPECT_EQ(keys_.present().name, first.name);
  clock_.step_wall(1ns);
  const TicketKey second = keys_.present();
  EXPECT_NE(second.name, first.name);
  EXPECT_NE(second.encryption, first.encryption);
  EXPECT_NE(second.authentication, first.authentication);
}

TEST_F(TicketKeysTest, AreFoundInTheirOwnPeriodInTheNextAndInTheOneBefore) {
  const TicketKey key = keys_.present();
  for (const auto step : {0h, 8h, -16h}) {
    clock_.step_wall(step);
    const auto found = keys_.find(key.name);
    ASSERT_TRUE(found) << clock_.wall().time_since_epoch().count();
    EXPECT_EQ(found->encryption, key.encryption);
    EXPECT_EQ(found->authentication, key.authentication);
  }
  clock_.step_wall(-1ns);
  EXPECT_FALSE(keys_.find(key.name)) << "two periods earlier";
  clock_.step_wall(24h + 1ns);
  EXPECT_FALSE(keys_.find(key.name)) << "two periods later";
}

TEST_F(TicketKeysTest, AreMadeFromTheFirstSecretAndFoundForAll) {
  const TicketKeys changed(Secrets(std::array{kOther, kSecret}), clock_);
  EXPECT_NE(changed.present().name, keys_.present().name);
  EXPECT_EQ(changed.present().name, TicketKeys(kOther, clock_).present().name);
  EXPECT_TRUE(changed.find(keys_.present().name));
  EXPECT_FALSE(keys_.find(changed.present().name));
}

}  // namespace
}  // namespace sws
