// How the server ends: every viewer is told (1001, RFC 6455 §7.4.1) and nobody can hold it up.
#include <gtest/gtest.h>
#include <signal.h>

#include <memory>

#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"

namespace sws {
namespace {

class Shutdown : public testing::TestWithParam<int> {};

TEST_P(Shutdown, ClosesEachStreamWith1001AndExitsWith0) {
  Server server({"--interval-ms", "50"});
  std::vector<std::unique_ptr<StreamClient>> viewers;
  for (int i = 0; i < 20; ++i) viewers.push_back(std::make_unique<StreamClient>(server.port()));
  for (const auto& viewer : viewers) viewer->next_number();
  server.process().signal(GetParam());
  for (const auto& viewer : viewers) {
    viewer->rest_of_numbers();
    EXPECT_EQ(viewer->close_code(), 1001);
  }
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST_P(Shutdown, ExitsWith0WithoutAnyViewer) {
  Server server;
  server.process().signal(GetParam());
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST_P(Shutdown, TakesNoFurtherConnection) {
  Server server;
  server.process().signal(GetParam());
  EXPECT_EQ(server.process().wait_for_exit(), 0);
  EXPECT_ANY_THROW(RawConnection{server.port()});
}

INSTANTIATE_TEST_SUITE_P(OnSignal, Shutdown, testing::Values(SIGTERM, SIGINT),
                         [](const auto& signal) { return signal.param == SIGTERM ? "SIGTERM" : "SIGINT"; });

TEST(ShutdownIsNotHeldUp, ByAnIdleConnection) {
  Server server;
  RawConnection idle(server.port());
  idle.send(request("GET /"));
  idle.receive_response();
  server.process().signal(SIGTERM);
  EXPECT_EQ(idle.receive_rest(), "");
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(ShutdownIsNotHeldUp, ByHalfARequest) {
  Server server;
  RawConnection slow(server.port());
  slow.send("GET / HTT");
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(ShutdownIsNotHeldUp, ByAConnectionThatSaysNothing) {
  Server server;
  const RawConnection silent(server.port());
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(ShutdownIsNotHeldUp, ByAViewerThatDoesNotAnswerTheClose) {
  Server server({"--interval-ms", "3600000"});
  RawConnection viewer(server.port());
  viewer.send(upgrade_request());
  viewer.receive_response();
  viewer.receive_frame();
  server.process().signal(SIGTERM);
  const Frame close = viewer.receive_frame();
  EXPECT_EQ(close.first_byte, 0x88);
  EXPECT_EQ(close.payload.substr(0, 2), "\x03\xe9");  // 1001
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(ShutdownIsNotHeldUp, ByAViewerThatNeverReads) {
  Server server({"--interval-ms", "10", "--client-messages-per-second", "1000000"});
  RawConnection silent(server.port(), "127.0.0.1", 4096);
  silent.send(upgrade_request());
  silent.flood(client_frame(0x89, std::string(125, 'x')));
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(ShutdownIsNotHeldUp, ByASecondSignal) {
  Server server({"--interval-ms", "10"});
  StreamClient viewer(server.port());
  viewer.next_number();
  server.process().signal(SIGTERM);
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(ShutdownIsLogged, WithItsStartOnStandardError) {
  Server server;
  server.process().signal(SIGTERM);
  server.process().wait_for_exit();
  const std::string log = server.process().standard_error();
  EXPECT_NE(log.find(std::to_string(server.port())), std::string::npos) << log;
  EXPECT_GE(std::count(log.begin(), log.end(), '\n'), 2) << log;
}

}  // namespace
}  // namespace sws
