// A start that fails: one line that says why, and exit code 2 for a wrong setting, 1 for a machine that lacks
// something.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/integration/config_file.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/support/temporary_directory.hpp"

namespace sws {
namespace {

void expect_one_line(const Outcome& outcome, int exit_status, const std::vector<std::string>& parts) {
  const std::string& text = outcome.standard_error;
  EXPECT_EQ(outcome.exit_status, exit_status) << text;
  EXPECT_EQ(outcome.standard_output, "");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
  for (const std::string& part : parts)
    EXPECT_NE(text.find(part), std::string::npos) << "no " << part << " in: " << text;
}

TEST(Start, RefusesAWebRootThatCannotBeRead) {
  const TemporaryDirectory directory;
  const std::string loop = directory.path() + "/loop";
  std::filesystem::create_symlink(loop, loop);
  for (const std::string& root :
       {loop, loop + "/below", std::string(5'000, 'x'), std::string("/proc/self/status")}) {
    expect_one_line(run_to_exit({"--port", "0", "--admin", "off", "--web-root", root}), 2,
                    {"--web-root is '" + root});
  }
}

TEST(Start, RefusesANameThatIsAPlaceholderOfAMessage) {
  for (const char* name : {"--%canonical_option%", "--%option%=1", "--%prefix%"}) {
    expect_one_line(run_to_exit({name}), 2, {std::string(name).substr(0, 10), "is not an option"});
  }
}

TEST(Start, RefusesAConfigFileThatIsADirectoryOrEmptyOrFailsToBeRead) {
  const TemporaryDirectory directory;
  const ConfigFile empty("");
  for (const std::string& path : {directory.path(), empty.path(), std::string("/proc/self/mem")}) {
    for (const Arguments& arguments : {Arguments{"--check-config"}, Arguments{"--port", "0", "--admin", "off"}}) {
      Arguments all = arguments;
      all.insert(all.end(), {"--config", path});
      expect_one_line(run_to_exit(all), 2, {"--config is '" + path + "'"});
    }
  }
}

TEST(Start, SaysThatTheOpenFileLimitIsTooLowForTheThreads) {
  for (const rlim_t limit : {40u, 300u, 1'024u}) {
    for (const char* io_uring : {"auto", "off"}) {
      const Outcome outcome = run_to_exit(
          {"--port", "0", "--admin", "off", "--log-level", "error", "--threads", "256", "--io-uring", io_uring}, {},
          {.open_files = limit});
      expect_one_line(outcome, 1, {"open-file limit", "--threads"});
    }
  }
}

TEST(Start, SaysThatTheOpenFileLimitAllowsFewerConnectionsThanWanted) {
  Server server({"--max-connections", "100000", "--threads", "1"}, {}, {.open_files = 1'024});
  EXPECT_NE(server.process().log_to_the_end().find("event=max_connections_lowered"), std::string::npos);
}

TEST(Start, TakesTheAddressOfAServiceOfKubernetesForNoPort) {
  Server server({"--log-level", "warn"}, {{"SIMPLEWEBSOCKET_PORT", "tcp://10.96.0.7:8000"},
                                          {"SIMPLEWEBSOCKET_SERVICE_HOST", "10.96.0.7"},
                                          {"SIMPLEWEBSOCKET_INTERVAL_MS", ""}});
  EXPECT_NE(server.port(), 0);
}

}  // namespace
}  // namespace sws
