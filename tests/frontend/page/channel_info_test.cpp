#include "frontend/page/channel_info.hpp"

#include <gtest/gtest.h>

#include <map>

namespace sws {
namespace {

std::map<std::string, std::string> members;

ChannelInfo read(std::map<std::string, std::string> of_channel) {
  members = std::move(of_channel);
  return read_channel([](const char* name) { return members[name]; });
}

TEST(ChannelInfoTest, ReadsAllThatTheServerSaysOfAChannel) {
  const ChannelInfo channel =
      read({{"name", "cpu"}, {"kind", "received"}, {"unit", "%"}, {"min", "0"}, {"max", "100.5"}});
  EXPECT_EQ(channel.name, "cpu");
  EXPECT_FALSE(channel.is_shared);
  EXPECT_EQ(channel.unit, "%");
  EXPECT_EQ(channel.min, 0);
  EXPECT_EQ(channel.max, 100.5);
  EXPECT_TRUE(read({{"kind", "shared"}}).is_shared);
}

TEST(ChannelInfoTest, WhatIsMissingBoundsNothing) {
  const ChannelInfo channel = read({{"name", "cpu"}});
  EXPECT_EQ(channel.unit, "");
  EXPECT_EQ(channel.min, std::nullopt);
  EXPECT_EQ(channel.max, std::nullopt);
}

TEST(ChannelInfoTest, AUnitCannotChangeTheWordsAroundIt) {
  EXPECT_EQ(read({{"unit", "\u202Ekm"}}).unit, "km");
}

}  // namespace
}  // namespace sws
