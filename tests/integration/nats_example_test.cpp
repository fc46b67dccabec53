// The program that backend/OPERATING.md quotes publishes to a real broker.
#include "tests/integration/nats_fixture.hpp"
#include "tests/integration/tool_run.hpp"

namespace sws {
namespace {

const std::string kProgram = SIMPLEWEBSOCKET_SOURCE_DIR "/tests/clients/publish.py";

ToolRun publish(const NatsServerProcess& broker, const std::string& channel, const std::string& input) {
  const std::string address = "127.0.0.1:" + std::to_string(broker.port());
  return run_tool(SIMPLEWEBSOCKET_PYTHON, {"-B", kProgram, address, channel}, input);
}

TEST(NatsExample, InPythonPublishesNumbersAndHearsThatTheyAreStored) {
  const NatsServerProcess broker;
  const Server node(nats_arguments(broker.url()));
  await_log(node);
  const ToolRun run = publish(broker, "temperature", "21.5\n{\"value\":22,\"at_ms\":1764000000123}\n");
  EXPECT_EQ(run.standard_output, "stored at 1\nstored at 2\n") << run.standard_error;
  EXPECT_EQ(run.exit_status, 0);
  await_position(node, 3);
  LogClient viewer(node.port(), "temperature");
  viewer.start(2);
  viewer.read_to(3);
  EXPECT_EQ(viewer.values(), (std::vector<double>{21.5, 22}));
}

TEST(NatsExample, InPythonSaysThatNobodyStoresTheNumber) {
  const NatsServerProcess broker;
  const ToolRun run = publish(broker, "humidity", "55\n");
  EXPECT_EQ(run.exit_status, 1);
  EXPECT_NE(run.standard_error.find("not stored"), std::string::npos) << run.standard_error;
}

}  // namespace
}  // namespace sws
