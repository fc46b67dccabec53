#include "frontend/page/channel_info.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(ChannelInfoTest, ReadsAllThatTheServerSaysOfAChannel) {
  const auto channels = read_channels(
      "cpu\treceived\tCPU load\t%\t0\t100.5\t\t\t\t\n"
      "some_url\trandom\t\t\t\t\t1\t6\t1000\t50\n");
  ASSERT_EQ(channels.size(), 2u);
  EXPECT_EQ(channels[0].name, "cpu");
  EXPECT_TRUE(channels[0].is_received);
  EXPECT_EQ(channels[0].heading(), "CPU load (%)");
  EXPECT_EQ(channels[0].min, 0);
  EXPECT_EQ(channels[0].max, 100.5);
  EXPECT_FALSE(channels[1].is_received);
  EXPECT_EQ(channels[1].heading(), "some_url");
  EXPECT_EQ(channels[1].min, std::nullopt);
  EXPECT_EQ(channels[0].defaults, StreamForm());
  EXPECT_EQ(channels[1].defaults, (StreamForm{.min = "1", .max = "6", .interval_ms = "1000", .count = "50"}));
}

TEST(ChannelInfoTest, LeavesOutWhatIsNoChannel) {
  EXPECT_TRUE(read_channels("").empty());
  EXPECT_TRUE(read_channels("cpu\treceived\n../x\treceived\t\t\t\t\t\t\t\t\n\n").empty());
  EXPECT_EQ(read_channels("a\trandom\t\t\t\t\t\t\t\t").size(), 1u);
}

TEST(ChannelInfoTest, ATitleCannotChangeTheWordsAroundIt) {
  EXPECT_EQ(read_channels("a\treceived\t\u202Eevil\t\u2028m\t\t\t\t\t\t")[0].heading(), "evil (m)");
}

TEST(ChannelInfoTest, ThePageIsForTheWantedChannelOrTheFirst) {
  const auto channels = read_channels("a\treceived\t\t\t\t\t\t\t\t\nb\treceived\t\t\t\t\t\t\t\t\n");
  EXPECT_EQ(channel_for(channels, "").name, "a");
  EXPECT_EQ(channel_for(channels, "b").name, "b");
  EXPECT_TRUE(channel_for(channels, "b").is_received);
}

TEST(ChannelInfoTest, TheAddressSaysWhichChannelIsWanted) {
  EXPECT_EQ(wanted_channel(""), "");
  EXPECT_EQ(wanted_channel("?channel=cpu"), "cpu");
  EXPECT_EQ(wanted_channel("?access=x&channel=cpu&a"), "cpu");
  EXPECT_EQ(wanted_channel("?subchannel=cpu"), "");
}

TEST(ChannelInfoTest, AChannelThatIsNotInTheListIsTakenForRandom) {
  EXPECT_EQ(channel_for({}, "").name, "some_url");
  EXPECT_EQ(channel_for({}, "other").name, "other");
  EXPECT_FALSE(channel_for(read_channels("a\treceived\t\t\t\t\t\t\t\t"), "b").is_received);
  EXPECT_TRUE(channel_for(read_channels("a\tshared\t\t\t\t\t\t\t\t"), "a").is_shared);
  EXPECT_EQ(channel_for({}, "../evil").name, "some_url");
}

}  // namespace
}  // namespace sws
