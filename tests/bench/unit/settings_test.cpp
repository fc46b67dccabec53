#include "tests/bench/client/settings.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sws::bench {
namespace {

Settings parse(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"bench_load", "--port", "1"});
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  const auto settings = parse_settings(static_cast<int>(argv.size()), argv.data());
  EXPECT_TRUE(settings);
  return *settings;
}

TEST(Settings, ViewersOfProtocol1AskForTheirNumbersInTheAddress) {
  EXPECT_EQ(viewers_target(parse({"--count", "7"})), "/ws/some_url/");
  EXPECT_EQ(viewers_target(parse({"--protocol", "1"})), "/ws/some_url/?protocol=1&count=1000");
  EXPECT_EQ(viewers_target(parse({"--protocol", "1", "--count", "7"})), "/ws/some_url/?protocol=1&count=7");
}

TEST(Settings, AStormAsksForWhatTheViewersDoUnlessItIsToldOtherwise) {
  EXPECT_EQ(storm_target(parse({"--protocol", "1"})), "/ws/some_url/?protocol=1&count=1000");
  const std::string resumes = storm_target(parse({"--handshake-query", "protocol=1&resume"}));
  EXPECT_EQ(resumes, "/ws/some_url/?protocol=1&resume");
  EXPECT_TRUE(begins_with_hello(resumes));
  EXPECT_FALSE(begins_with_hello(storm_target(parse({}))));
}

TEST(Settings, WithAProducerTheViewersShareTheChannels) {
  const Settings settings = parse({"--push-port", "2", "--channels", "3", "--viewers", "8"});
  EXPECT_TRUE(produces(settings));
  EXPECT_EQ(channel_of(settings, 5), 2U);
  EXPECT_EQ(viewers_target(settings, 1), "/ws/c1/");
  EXPECT_EQ(viewers_of(settings, 0), 3U);
  EXPECT_EQ(viewers_of(settings, 2), 2U);
  EXPECT_EQ(viewers_target(parse({"--push-pipe", "p", "--protocol", "1"})), "/ws/c0/?protocol=1");
  EXPECT_FALSE(produces(parse({})));
}

}  // namespace
}  // namespace sws::bench
