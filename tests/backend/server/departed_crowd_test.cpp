#include "backend/server/departed_crowd.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(DepartedCrowd, IsNoticedThoughItCameAndWentBetweenTwoLooks) {
  DepartedCrowd crowd;
  crowd.connected(DepartedCrowd::kCrowd);
  EXPECT_TRUE(crowd.awaits());
  EXPECT_TRUE(crowd.look(3));
}

TEST(DepartedCrowd, IsFollowedUntilNoMoreLeave) {
  DepartedCrowd crowd;
  crowd.connected(1'000);
  EXPECT_FALSE(crowd.look(900));
  EXPECT_TRUE(crowd.look(240));
  EXPECT_TRUE(crowd.awaits());
  EXPECT_TRUE(crowd.look(3));
  EXPECT_TRUE(crowd.awaits());
  EXPECT_FALSE(crowd.look(3));
  EXPECT_FALSE(crowd.awaits());
}

TEST(DepartedCrowd, ThatStaysIsAwaited) {
  DepartedCrowd crowd;
  crowd.connected(1'000);
  EXPECT_FALSE(crowd.look(1'000));
  EXPECT_TRUE(crowd.awaits());
}

TEST(DepartedCrowd, OfFewIsNone) {
  DepartedCrowd crowd;
  crowd.connected(DepartedCrowd::kCrowd - 1);
  EXPECT_FALSE(crowd.awaits());
}

}  // namespace
}  // namespace sws
