#include "backend/config/channel_settings.hpp"

#include <gtest/gtest.h>

#include "backend/config/options.hpp"

namespace sws {
namespace {

ChannelSettings parsed(std::string_view text) {
  const auto channel = parse_channel(text);
  EXPECT_TRUE(channel) << text << ": " << channel.error();
  return channel ? *channel : ChannelSettings();
}

std::string error(std::string_view text) {
  const auto channel = parse_channel(text);
  return channel ? "it was accepted" : channel.error();
}

std::vector<ChannelSettings> channels_of(const std::vector<std::string>& arguments,
                                         const std::vector<std::string>& environment = {}) {
  const auto options = parse_options(arguments, environment);
  EXPECT_TRUE(options) << options.error();
  return options ? options->options.settings.channels : std::vector<ChannelSettings>();
}

TEST(ChannelOption, HasANameAndASource) {
  EXPECT_EQ(parsed("temperature=push"), (ChannelSettings{"temperature", ChannelSource::push}));
  EXPECT_EQ(parsed("cpu=stdin,title=CPU load,unit=%,min=0,max=100"),
            (ChannelSettings{"cpu", ChannelSource::from_stdin, "CPU load", "%", 0.0, 100.0}));
  EXPECT_EQ(parsed("dice=shared,title=Dice"), (ChannelSettings{"dice", ChannelSource::shared, "Dice"}));
  EXPECT_EQ(parsed("t=push,min=-1e-9").min, -1e-9);
  EXPECT_EQ(parsed("t=push,title=a=b").title, "a=b");
}

TEST(ChannelOption, SaysWhatIsWrongAndWhatIsExpected) {
  EXPECT_EQ(error("temperature"), "NAME=SOURCE is expected, like cpu=stdin");
  EXPECT_EQ(error("Temp=push"), "the name 'Temp' has other than 1 to 64 characters of 0-9, a-z and _");
  EXPECT_EQ(error("=push"), "the name '' has other than 1 to 64 characters of 0-9, a-z and _");
  EXPECT_EQ(error("t=file"), "the source 'file' is none of random, shared, stdin, push and nats");
  EXPECT_EQ(error("t=push,titel=a"),
            "'titel=a' is none of title=, unit=, min= and max=, which have no commas in their values");
  EXPECT_EQ(error("t=push,title=a, b"),
            "' b' is none of title=, unit=, min= and max=, which have no commas in their values");
  EXPECT_EQ(error("t=push,title="), "title is '': 1 to 100 bytes of visible text are expected");
  EXPECT_EQ(error("t=push,unit=\xff"), "unit is '\xff': 1 to 20 bytes of visible text are expected");
  EXPECT_EQ(error("t=push,min=low"), "min is 'low': a number is expected");
  EXPECT_EQ(error("t=push,max=inf"), "max is 'inf': a number is expected");
  EXPECT_EQ(error("t=push,min=1,max=1"), "min is not below max");
  EXPECT_EQ(error("t=random,max=9"),
            "min and max are of numbers that come from outside; --min and --max are of random and shared ones");
}

TEST(ChannelOption, LeavesTheOriginalChannelThere) {
  EXPECT_EQ(channels_of({}), (std::vector<ChannelSettings>{{"some_url"}}));
  EXPECT_EQ(channels_of({"--channel", "a=push", "--channel", "b=random"}),
            (std::vector<ChannelSettings>{{"a", ChannelSource::push}, {"b"}, {"some_url"}}));
  EXPECT_EQ(channels_of({"--channel", "some_url=push"}),
            (std::vector<ChannelSettings>{{"some_url", ChannelSource::push}}));
}

TEST(ChannelOption, IsSeparatedBySemicolonsInTheEnvironment) {
  EXPECT_EQ(channels_of({}, {"SIMPLEWEBSOCKET_CHANNEL=a=push,title=A number; b=push"}),
            (std::vector<ChannelSettings>{
                {"a", ChannelSource::push, "A number"}, {"b", ChannelSource::push}, {"some_url"}}));
}

TEST(ChannelOption, IsRefusedWithItsName) {
  const auto why = [](const std::vector<std::string>& arguments) {
    const auto options = parse_options(arguments, {});
    return options ? "they were accepted" : options.error();
  };
  EXPECT_EQ(why({"--channel", "a=b"}),
            "--channel is 'a=b': the source 'b' is none of random, shared, stdin, push and nats; see --help");
  EXPECT_EQ(why({"--channel=a=push", "--channel=a=stdin"}), "--channel: there are two channels 'a'; see --help");
  EXPECT_EQ(why({"--channel=a=stdin", "--channel=b=stdin"}),
            "--channel: the channels 'a' and 'b' both read standard input: one of them can be push; see --help");
}

TEST(ChannelOption, WarnsOfAChannelThatNobodyCanPushTo) {
  const auto options = parse_options({"--channel=a=push", "--admin=off"}, {});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->warnings,
            (std::vector<std::string>{
                "the channel 'a' gets no numbers, because --admin, to which they are posted, is off"}));
}

}  // namespace
}  // namespace sws
