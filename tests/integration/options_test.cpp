// The command line, the environment and the configuration file: what they set, which of them wins, what they
// refuse.
#include <gtest/gtest.h>

#include "tests/integration/config_file.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"

namespace sws {
namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::size_t lines_in(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::int32_t first_number(const Server& server) {
  return StreamClient(server.port()).next_number();
}

TEST(Options, HelpNamesThemAllAndTheEnvironment) {
  const Outcome help = run_to_exit({"--help"});
  EXPECT_EQ(help.exit_status, 0);
  EXPECT_EQ(help.standard_error, "");
  for (const char* option : {"--address",
                             "--port",
                             "--min",
                             "--max",
                             "--interval-ms",
                             "--count",
                             "--web-root",
                             "--tls-certificate",
                             "--tls-key",
                             "--hsts-max-age",
                             "--threads",
                             "--secret-file",
                             "--resume-window",
                             "--handshake-timeout",
                             "--io-uring",
                             "--config",
                             "--help",
                             "--version",
                             "SIMPLEWEBSOCKET_",
                             "8000"}) {
    EXPECT_TRUE(contains(help.standard_output, option)) << option;
  }
}

TEST(Options, VersionIsOneLine) {
  const Outcome version = run_to_exit({"--version"});
  EXPECT_EQ(version.exit_status, 0);
  EXPECT_TRUE(version.standard_output.starts_with("simplewebsocket ")) << version.standard_output;
  EXPECT_EQ(lines_in(version.standard_output), 1u);
}

struct WrongOption {
  const char* name;
  Arguments arguments;
  std::vector<std::string> must_be_named;  // the option, the value, what is allowed
};

class WrongOptions : public testing::TestWithParam<WrongOption> {};

TEST_P(WrongOptions, AreNamedWithWhatIsAllowed) {
  const Outcome outcome = run_to_exit(GetParam().arguments);
  EXPECT_EQ(outcome.exit_status, 2);
  EXPECT_EQ(outcome.standard_output, "");
  for (const std::string& part : GetParam().must_be_named) {
    EXPECT_TRUE(contains(outcome.standard_error, part)) << "no " << part << " in: " << outcome.standard_error;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongOptions,
    testing::Values(
        WrongOption{"AnAdminHostWithAPort", {"--admin-host", "metrics:8001"}, {"admin-host", "metrics:8001"}},
        WrongOption{
            "AnAdminHostThatIsNone", {"--admin-host", "http://metrics/"}, {"admin-host", "http://metrics/"}},
        WrongOption{"AnOriginWithoutAPort",
                    {"--allowed-origin", "http://a:9001.evil.example"},
                    {"allowed-origin", "http://a:9001.evil.example"}},
        WrongOption{"AMappedBlockThatIsNotIpv4",
                    {"--trusted-proxy", "::ffff:10.0.0.0/8"},
                    {"trusted-proxy", "::ffff:10.0.0.0/8", "10.0.0.0/8"}},
        WrongOption{"APortThatIsNoNumber", {"--port", "http"}, {"port", "http", "0", "65535"}},
        WrongOption{"APortBeyondTheLast", {"--port", "65536"}, {"port", "65536", "65535"}},
        WrongOption{"ANegativePort", {"--port", "-1"}, {"port", "-1", "65535"}},
        WrongOption{"APortWithRubbishBehind", {"--port", "8000x"}, {"port", "8000x", "65535"}},
        WrongOption{"APortOfNothing", {"--port", ""}, {"port", "65535"}},
        WrongOption{
            "AnAddressThatIsNone", {"--port", "0", "--address", "not an address"}, {"address", "not an address"}},
        WrongOption{
            "AMinBeyond32Bits", {"--min", "-2147483649"}, {"min", "-2147483649", "-2147483648", "2147483647"}},
        WrongOption{
            "AMaxBeyond32Bits", {"--max", "2147483648"}, {"max", "2147483648", "-2147483648", "2147483647"}},
        WrongOption{"AFractionForAMax", {"--max", "1.5"}, {"max", "1.5"}},
        WrongOption{"AMinAboveTheMax", {"--min", "7", "--max", "3"}, {"min", "7", "max", "3"}},
        WrongOption{"AnIntervalTooShort", {"--interval-ms", "9"}, {"interval-ms", "9", "10", "3600000"}},
        WrongOption{"AnIntervalTooLong", {"--interval-ms", "3600001"}, {"interval-ms", "3600001", "10", "3600000"}},
        WrongOption{"ACountOfZero", {"--count", "0"}, {"count", "0", "1", "1000000"}},
        WrongOption{"ACountTooLarge", {"--count", "1000001"}, {"count", "1000001", "1", "1000000"}},
        WrongOption{"NoThreads", {"--threads", "0"}, {"threads", "0", "1"}},
        WrongOption{"AnIoUringThatIsNoChoice", {"--io-uring", "maybe"}, {"io-uring", "maybe", "auto, on or off"}},
        WrongOption{"AWindowBelowZero", {"--resume-window", "-1"}, {"resume-window", "-1", "0", "604800"}},
        WrongOption{"NoTimeForAHandshake", {"--handshake-timeout", "0"}, {"handshake-timeout", "0", "1", "60"}},
        WrongOption{
            "ASecretFileThatIsMissing", {"--secret-file", "/no/such/file"}, {"secret file", "/no/such/file"}},
        WrongOption{"AnOptionThatIsNone", {"--prot", "8000"}, {"--prot", "--help"}},
        WrongOption{"AnAbbreviation", {"--interval", "100"}, {"--interval"}},
        WrongOption{"AWordThatIsNoOption", {"8000"}, {"8000", "--help"}},
        WrongOption{"AnOptionWithoutItsValue", {"--port"}, {"port"}},
        WrongOption{"AnOptionGivenTwice", {"--port", "0", "--port", "1"}, {"port"}},
        WrongOption{"AConfigFileThatIsMissing", {"--config", "/no/such/file"}, {"config", "/no/such/file"}}),
    [](const auto& wrong) { return wrong.param.name; });

TEST(Options, AWrongValueInTheEnvironmentIsNamedByItsVariable) {
  const Outcome outcome = run_to_exit({}, {{"SIMPLEWEBSOCKET_PORT", "many"}});
  EXPECT_EQ(outcome.exit_status, 2);
  EXPECT_TRUE(contains(outcome.standard_error, "SIMPLEWEBSOCKET_PORT")) << outcome.standard_error;
  EXPECT_TRUE(contains(outcome.standard_error, "many")) << outcome.standard_error;
}

TEST(Options, AWrongValueInTheFileIsNamed) {
  const ConfigFile file("interval-ms = 5\n");
  const Outcome outcome = run_to_exit({"--port", "0", "--config", file.path()});
  EXPECT_EQ(outcome.exit_status, 2);
  EXPECT_TRUE(contains(outcome.standard_error, "interval-ms")) << outcome.standard_error;
  EXPECT_TRUE(contains(outcome.standard_error, "5")) << outcome.standard_error;
}

TEST(Options, AnUnknownNameInTheFileIsRefused) {
  const ConfigFile file("intervall-ms = 50\n");
  const Outcome outcome = run_to_exit({"--port", "0", "--config", file.path()});
  EXPECT_EQ(outcome.exit_status, 2);
  EXPECT_TRUE(contains(outcome.standard_error, "intervall-ms")) << outcome.standard_error;
}

TEST(Options, TakeAMinThatEqualsTheMax) {
  for (const std::string bound : {"-2147483648", "0", "2147483647"}) {
    const Server server({"--min", bound, "--max", bound});
    EXPECT_EQ(std::to_string(first_number(server)), bound);
  }
  EXPECT_EQ(first_number(Server({"--min", "100"})), 100);  // the default of --max
  EXPECT_EQ(first_number(Server({"--max", "0"})), 0);      // the default of --min
}

TEST(Options, AreReadFromTheEnvironment) {
  const Server server({}, {{"SIMPLEWEBSOCKET_MIN", "7"},
                           {"SIMPLEWEBSOCKET_MAX", "7"},
                           {"SIMPLEWEBSOCKET_INTERVAL_MS", "10"},
                           {"SIMPLEWEBSOCKET_COUNT", "3"}});
  EXPECT_EQ(StreamClient(server.port()).rest_of_numbers(), (std::vector<std::int32_t>{7, 7, 7}));
}

TEST(Options, AreReadFromTheFile) {
  const ConfigFile file("# a comment\nmin = 8\nmax = 8\ninterval-ms = 10\ncount = 2\n");
  const Server server({"--config", file.path()});
  EXPECT_EQ(StreamClient(server.port()).rest_of_numbers(), (std::vector<std::int32_t>{8, 8}));
}

TEST(Options, TheFileMayBeNamedByTheEnvironment) {
  const ConfigFile file("min = 9\nmax = 9\n");
  const Server server({}, {{"SIMPLEWEBSOCKET_CONFIG", file.path()}});
  EXPECT_EQ(first_number(server), 9);
}

TEST(Options, AFlagWinsOverTheEnvironmentAndTheEnvironmentOverTheFile) {
  const ConfigFile file("min = 1\nmax = 1\ncount = 1\ninterval-ms = 10\n");
  const Environment environment{{"SIMPLEWEBSOCKET_MIN", "2"}, {"SIMPLEWEBSOCKET_MAX", "2"}};
  EXPECT_EQ(first_number(Server({"--config", file.path()})), 1);
  EXPECT_EQ(first_number(Server({"--config", file.path()}, environment)), 2);
  const Server server({"--config", file.path(), "--min", "3", "--max", "3"}, environment);
  EXPECT_EQ(StreamClient(server.port()).rest_of_numbers(), (std::vector<std::int32_t>{3}));
}

TEST(Listening, IsSaidInOneLineOnStandardOutputOnceConnectionsAreTaken) {
  Server server;
  EXPECT_EQ(server.serving_line(), "Serving http://localhost:" + std::to_string(server.port()) + "/");
  EXPECT_EQ(get(server.port(), "/").result_int(), 200u);
  server.process().signal(SIGTERM);
  server.process().wait_for_exit();
  EXPECT_EQ(server.process().rest_of_standard_output(), "");
}

TEST(Listening, IsOnBothLoopbackAddresses) {
  const Server server;
  for (const char* address : {"127.0.0.1", "::1"}) {
    EXPECT_NO_THROW(StreamClient(server.port(), "/ws/some_url/", address).next_number()) << address;
  }
}

TEST(Listening, IsOnlyWhereTheAddressesSay) {
  const Server server({"--address", "127.0.0.2"});
  EXPECT_EQ(server.serving_line(), "Serving http://127.0.0.2:" + std::to_string(server.port()) + "/");
  EXPECT_NO_THROW(StreamClient(server.port(), "/ws/some_url/", "127.0.0.2").next_number());
  EXPECT_ANY_THROW(RawConnection(server.port(), "127.0.0.1"));
  EXPECT_ANY_THROW(RawConnection(server.port(), "::1"));
}

TEST(Listening, TakesSeveralAddresses) {
  const Server server({"--address", "127.0.0.2", "--address", "127.0.0.3"});
  for (const char* address : {"127.0.0.2", "127.0.0.3"}) {
    EXPECT_NO_THROW(StreamClient(server.port(), "/ws/some_url/", address).next_number()) << address;
  }
}

TEST(Listening, OnAPortInUseFailsWithOneLineThatNamesItAndAWayOut) {
  const Server first;
  const std::string port = std::to_string(first.port());
  const Outcome second = run_to_exit({"--port", port});
  EXPECT_EQ(second.exit_status, 1);
  EXPECT_EQ(second.standard_output, "");
  EXPECT_EQ(lines_in(second.standard_error), 1u) << second.standard_error;
  for (const std::string& part : {std::string("127.0.0.1"), port, std::string("--port")}) {
    EXPECT_TRUE(contains(second.standard_error, part)) << second.standard_error;
  }
  EXPECT_EQ(get(first.port(), "/").result_int(), 200u);
}

TEST(Listening, SaysInItsLogHowFramesAreSent) {
  Server automatic({"--io-uring", "auto"});
  const std::string log = automatic.process().log_to_the_end();
  EXPECT_TRUE(contains(log, "io_uring=\"on\"") || contains(log, "io_uring=\"off (io_uring")) << log;
  Server off({"--io-uring", "off"});
  EXPECT_TRUE(contains(off.process().log_to_the_end(), "io_uring=\"off\""));
}

TEST(Listening, FailsClearlyOnAnAddressThatIsNotOurs) {
  const Outcome outcome = run_to_exit({"--port", "0", "--address", "192.0.2.77"});  // RFC 5737: nobody's
  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_TRUE(contains(outcome.standard_error, "192.0.2.77")) << outcome.standard_error;
}

TEST(Listening, SeveralServersRunSideBySide) {
  const Server first({"--min", "1", "--max", "1"});
  const Server second({"--min", "2", "--max", "2"});
  EXPECT_NE(first.port(), second.port());
  EXPECT_EQ(first_number(first), 1);
  EXPECT_EQ(first_number(second), 2);
}

TEST(Listening, TakesThePortThatAStoppedServerJustLeft) {
  std::uint16_t port = 0;
  {
    Server first({"--interval-ms", "10"});
    port = first.port();
    StreamClient viewer(port);
    viewer.next_number();
    first.process().signal(SIGTERM);
    viewer.rest_of_numbers();
    first.process().wait_for_exit();
  }
  const Server second({"--port", std::to_string(port)});
  EXPECT_EQ(get(port, "/").result_int(), 200u);
}

}  // namespace
}  // namespace sws
