// simplewebsocket --health, the health check of a container: exit code 0 if a running server is well, or else 1.
#include <gtest/gtest.h>

#include "tests/integration/server_process.hpp"

namespace sws {
namespace {

Outcome health_at(const std::string& admin) {
  return run_to_exit({"--health", "--admin", admin});
}

TEST(Health, IsGoodWhileTheServerRunsAndNotAfterwards) {
  Server server({"--admin", "0.0.0.0:0"});
  const std::string port = std::to_string(server.admin_port());
  for (const std::string host : {"127.0.0.1:", "0.0.0.0:"}) {
    const Outcome well = health_at(host + port);
    EXPECT_EQ(well.exit_status, 0) << well.standard_error;
    EXPECT_EQ(well.standard_output, "The server is well.\n");
  }
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
  const Outcome gone = health_at("127.0.0.1:" + port);
  EXPECT_EQ(gone.exit_status, 1);
  EXPECT_NE(gone.standard_error.find("the server does not answer"), std::string::npos) << gone.standard_error;
}

TEST(Health, NeedsTheAdminListener) {
  const Outcome outcome = health_at("off");
  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_NE(outcome.standard_error.find("--admin"), std::string::npos) << outcome.standard_error;
}

}  // namespace
}  // namespace sws
