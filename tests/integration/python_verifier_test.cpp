// The verifier that PROTOCOL.md quotes, which shares no code with the server, watches the real server. What it says
// of servers that lie is tested in tests/shared/golden/watch_test.py.
#include <gtest/gtest.h>

#include <string>

#include "tests/integration/server_process.hpp"
#include "tests/integration/tool_run.hpp"

namespace sws {
namespace {

ToolRun watch(const Server& server, const std::string& query) {
  const std::string address = "ws://127.0.0.1:" + std::to_string(server.port()) + "/ws/some_url/" + query;
  // -B: nothing is written into the source tree.
  return run_tool(SIMPLEWEBSOCKET_PYTHON,
                  {"-B", SIMPLEWEBSOCKET_SOURCE_DIR "/tests/shared/golden/watch.py", address});
}

void expect_verified(const Server& server, std::uint32_t count) {
  const ToolRun run = watch(server, "?protocol=1&count=" + std::to_string(count));
  EXPECT_EQ(run.exit_status, 0) << run.standard_error;
  EXPECT_EQ(run.standard_error, "");
  for (std::uint32_t n = 0; n < count; ++n) {
    EXPECT_NE(run.standard_output.find("number " + std::to_string(n) + " is "), std::string::npos) << n;
  }
  const std::string number = std::to_string(count);
  EXPECT_NE(run.standard_output.find(number + " of " + number + " numbers verified; the stream is complete"),
            std::string::npos)
      << run.standard_output;
}

TEST(PythonVerifier, VerifiesEachNumberOfTheRealServerAsItArrives) {
  const Server server({"--interval-ms", "10", "--min", "-2147483648", "--max", "2147483647"});
  for (const std::uint32_t count : {1U, 16U, 17U, 70U}) expect_verified(server, count);
}

TEST(PythonVerifier, SaysThatALongStreamHasNoRootsAndThatAServerRefuses) {
  const Server server;
  const ToolRun of_long = watch(server, "?protocol=1&count=4097");
  EXPECT_EQ(of_long.exit_status, 1);
  EXPECT_NE(of_long.standard_error.find("at most 4096 numbers"), std::string::npos) << of_long.standard_error;
  const ToolRun refused = watch(server, "?protocol=1&count=0");
  EXPECT_EQ(refused.exit_status, 1);
  EXPECT_NE(refused.standard_error.find("the server refuses: 'HTTP/1.1 400 "), std::string::npos)
      << refused.standard_error;
}

}  // namespace
}  // namespace sws
