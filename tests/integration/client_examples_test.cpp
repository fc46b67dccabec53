// The clients that PROTOCOL.md quotes follow a channel of the real server, to its end.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "tests/integration/descriptor.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/tool_run.hpp"

namespace sws {
namespace {

const std::string kClients = SIMPLEWEBSOCKET_SOURCE_DIR "/tests/clients/";

// A server whose channel has three numbers and has ended.
class ClientExample : public testing::Test {
 protected:
  ClientExample() {
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    const Descriptor read_end(ends[0]);
    {
      const Descriptor write_end(ends[1]);
      EXPECT_EQ(::write(ends[1], "1\n-2.5\n1e-9\n", 12), 12);
    }
    server_ = std::make_unique<Server>(Arguments{"--channel", "temperature=stdin"}, Environment(),
                                       Inheritance{.standard_input = read_end.number()});
  }

  std::string address(const std::string& scheme, const std::string& folder) const {
    return scheme + "://127.0.0.1:" + std::to_string(server_->port()) + "/" + folder + "/temperature/";
  }

  std::unique_ptr<Server> server_;
};

TEST_F(ClientExample, InJavaScriptPrintsAllNumbers) {
  const ToolRun run = run_tool(SIMPLEWEBSOCKET_NODE, {"--require", kClients + "websocket.cjs",
                                                      kClients + "follow.mjs", address("ws", "ws")});
  EXPECT_EQ(run.standard_output, "1\n-2.5\n1e-9\nend\n") << run.standard_error;
  EXPECT_EQ(run.exit_status, 0);
}

TEST_F(ClientExample, InPythonPrintsTheNewestNumberAndTheEnd) {
  const ToolRun run = run_tool(SIMPLEWEBSOCKET_PYTHON, {"-B", kClients + "follow.py", address("http", "events")});
  EXPECT_NE(run.standard_output.find("number {\"message\": 1e-9, \"at_ms\": "), std::string::npos);
  EXPECT_TRUE(run.standard_output.ends_with("end {\"type\":\"end\",\"reason\":\"source_ended\",\"next\":3}\n"))
      << run.standard_output << run.standard_error;
  EXPECT_EQ(run.exit_status, 0);
}

TEST_F(ClientExample, InPythonSaysWhyItIsRefused) {
  const std::string wrong = "http://127.0.0.1:" + std::to_string(server_->port()) + "/events/humidity/";
  const ToolRun run = run_tool(SIMPLEWEBSOCKET_PYTHON, {"-B", kClients + "follow.py", wrong});
  EXPECT_EQ(run.exit_status, 1);
  EXPECT_NE(run.standard_error.find("there is nothing at this path"), std::string::npos) << run.standard_error;
}

}  // namespace
}  // namespace sws
