#include "backend/config/nats_settings.hpp"

#include <gtest/gtest.h>

#include "backend/config/options.hpp"

namespace sws {
namespace {

std::string error_of(const std::vector<std::string>& arguments) {
  const auto parsed = parse_options(arguments, {});
  return parsed ? "" : parsed.error();
}

TEST(NatsSettings, AnAddressHasAHostAndMayHaveAUserAndAPort) {
  const auto addresses =
      parse_nats_addresses("nats://127.0.0.1:4222,tls://alice:s3:c@broker.example.org,nats://[::1]:5");
  ASSERT_TRUE(addresses) << addresses.error();
  EXPECT_EQ(*addresses,
            (std::vector<NatsAddress>{{"nats://127.0.0.1:4222", "127.0.0.1", false},
                                      {"tls://alice:s3:c@broker.example.org", "broker.example.org", true},
                                      {"nats://[::1]:5", "::1", false}}));
}

TEST(NatsSettings, AnotherAddressIsRefusedWithoutShowingAPassword) {
  for (const char* text : {"", "127.0.0.1", "http://h", "nats://", "nats://h:0", "nats://h:65536", "nats://h:x",
                           "nats://h/", "nats://a b", "nats://[::1", "nats://h,", "nats://u:s3cret@", "wss://h"}) {
    const auto addresses = parse_nats_addresses(text);
    ASSERT_FALSE(addresses) << text;
    EXPECT_EQ(addresses.error().find("s3cret"), std::string::npos) << addresses.error();
  }
  EXPECT_EQ(error_of({"--nats", "nats://h,redis://u:s3cret@h", "--channel", "t=nats"}),
            "--nats: address 2 is not one of a broker: nats://HOST or nats://HOST:PORT is expected, or tls:// for "
            "TLS, with commas between several; see --help");
}

TEST(NatsSettings, AChannelOfTheBrokerNeedsOne) {
  EXPECT_EQ(
      error_of({"--channel", "temperature=nats"}),
      "the channel 'temperature' has the source nats, and no broker is given: add --nats nats://HOST:4222; see "
      "--help");
  EXPECT_EQ(error_of({"--channel", "temperature=nats", "--nats", "nats://localhost"}), "");
}

TEST(NatsSettings, AFileMustBeThere) {
  EXPECT_EQ(error_of({"--nats-credentials", "/nowhere"}),
            "--nats-credentials is '/nowhere': a file that the server can read is expected, but it cannot: No such "
            "file or directory; see --help");
}

TEST(NatsSettings, ABrokerWithoutAChannelIsNoted) {
  const auto parsed = parse_options({"--nats", "nats://u:s3cret@h"}, {});
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->warnings,
            std::vector<std::string>{"--nats has no effect without a channel that reads from it: give --channel "
                                     "NAME=nats"});
}

}  // namespace
}  // namespace sws
