#include "backend/config/options.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

Options options(const std::vector<std::string>& arguments, const std::vector<std::string>& environment = {}) {
  const auto parsed = parse_options(arguments, environment);
  EXPECT_TRUE(parsed) << parsed.error();
  return parsed ? parsed->options : Options();
}

std::string error(const std::vector<std::string>& arguments, const std::vector<std::string>& environment = {}) {
  const auto parsed = parse_options(arguments, environment);
  EXPECT_FALSE(parsed);
  return parsed ? "" : parsed.error();
}

TEST(Options, DefaultsAreTheOriginals) {
  const Options defaults = options({});
  EXPECT_EQ(defaults.port, 8000);
  EXPECT_EQ(defaults.settings.stream, StreamParameters());
  EXPECT_EQ(defaults.addresses.size(), 2U);
}

TEST(Options, AFlagIsOverTheEnvironment) {
  EXPECT_EQ(options({}, {"SIMPLEWEBSOCKET_INTERVAL_MS=20"}).settings.stream.interval_ms, 20U);
  EXPECT_EQ(options({"--interval-ms", "30"}, {"SIMPLEWEBSOCKET_INTERVAL_MS=20"}).settings.stream.interval_ms, 30U);
  EXPECT_EQ(options({"--address", "127.0.0.1"}, {"SIMPLEWEBSOCKET_ADDRESS=::1"}).addresses.size(), 1U);
}

TEST(Options, AWrongValueIsNamedWithWhatIsAllowed) {
  EXPECT_EQ(error({"--port", "70000"}), "--port is '70000': an integer from 0 to 65535 is expected; see --help");
  EXPECT_EQ(error({"--count=abc"}), "--count is 'abc': an integer from 1 to 1000000 is expected; see --help");
  EXPECT_EQ(error({"--min", "5", "--max", "4"}),
            "--max is '4': an integer not below --min, which is 5, is expected; see --help");
  EXPECT_EQ(error({}, {"SIMPLEWEBSOCKET_PORT=x"}),
            "SIMPLEWEBSOCKET_PORT is 'x': an integer from 0 to 65535 is expected; see --help");
  EXPECT_NE(error({"--address", "nowhere"}).find("--address is 'nowhere': an IPv4 or IPv6 address"),
            std::string::npos);
  EXPECT_NE(error({"--prot", "1"}).find("--prot"), std::string::npos);
}

TEST(Options, AnOriginThatNoPageCouldHaveIsRefusedWithTheWayOut) {
  EXPECT_EQ(
      error({"--allowed-origin", "https://:8443"}),
      "--allowed-origin is 'https://:8443': an origin like https://example.org, null or *, is expected; it has "
      "no host; see --help");
  EXPECT_NE(error({}, {"SIMPLEWEBSOCKET_ALLOWED_ORIGIN=https://m\xc3\xbcnchen.example"}).find("xn--"),
            std::string::npos);
}

TEST(Options, AnOriginIsAllowedHoweverItIsSpelled) {
  const auto allows = [](const char* listed, const char* origin) {
    return options({"--allowed-origin", listed}).settings.origins.allows(origin, "stream.example");
  };
  EXPECT_TRUE(allows("https://example.org:443", "https://example.org"));
  EXPECT_TRUE(allows("https://*.example.org", "https://a.b.example.org"));
  EXPECT_FALSE(allows("https://*.example.org", "https://evilexample.org"));
  EXPECT_TRUE(allows("capacitor://localhost", "capacitor://localhost"));
}

TEST(Options, AVariableThatIsNoOptionIsWarnedOf) {
  const auto parsed = parse_options({}, {"SIMPLEWEBSOCKET_SERVICE_HOST=10.0.0.1", "HOME=/root"});
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->warnings,
            std::vector<std::string>{"SIMPLEWEBSOCKET_SERVICE_HOST is not an option of this program; ignored"});
}

TEST(Options, HelpAndVersionAreAnswers) {
  EXPECT_NE(parse_options({"--help"}, {})->answer.find("--interval-ms"), std::string::npos);
  EXPECT_EQ(parse_options({"--version"}, {})->answer, "simplewebsocket " SIMPLEWEBSOCKET_VERSION "\n");
}

}  // namespace
}  // namespace sws
