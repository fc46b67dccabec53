// How the server ends under load: first it says so, then it lets its viewers go one after the other.
#include <gtest/gtest.h>
#include <signal.h>

#include <memory>
#include <vector>

#include "tests/integration/deadline.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"

namespace sws {
namespace {

// Asks until the answer is this one; each question is an event for the server, so none is lost.
void wait_until_readyz_is(unsigned status, const Server& server) {
  const LoopDeadline deadline;
  while (get(server.admin_port(), "/readyz").result_int() != status) {
    deadline.check("/readyz with status " + std::to_string(status));
  }
}

std::vector<std::unique_ptr<StreamClient>> watch(const Server& server, int viewers) {
  std::vector<std::unique_ptr<StreamClient>> all;
  for (int i = 0; i < viewers; ++i) all.push_back(std::make_unique<StreamClient>(server.port()));
  for (const auto& viewer : all) viewer->next_number();
  return all;
}

TEST(Drain, IsSaidToTheLoadBalancerWhileNewViewersAreStillServed) {
  Server server({"--admin", "127.0.0.1:0", "--drain-delay", "3600", "--interval-ms", "10", "--count", "1000000"});
  StreamClient early(server.port());
  early.next_number();
  EXPECT_EQ(get(server.admin_port(), "/readyz").result_int(), 200u);
  server.process().signal(SIGTERM);
  wait_until_readyz_is(503, server);
  EXPECT_EQ(get(server.admin_port(), "/readyz").body(), "draining\n");
  EXPECT_EQ(get(server.admin_port(), "/healthz").result_int(), 200u);
  EXPECT_NE(get(server.admin_port(), "/metrics").body().find("simplewebsocket_ready 0\n"), std::string::npos);
  EXPECT_EQ(get(server.port(), "/").result_int(), 200u);
  EXPECT_NO_THROW(StreamClient(server.port()).next_number());
  for (int i = 0; i < 20; ++i) EXPECT_NO_THROW(early.next_number());

  server.process().signal(SIGTERM);  // the second one
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(Drain, EndsAfterItsDelayByItself) {
  Server server({"--drain-delay", "1", "--interval-ms", "10", "--count", "1000000"});
  const auto viewers = watch(server, 1);
  server.process().signal(SIGTERM);
  viewers.front()->rest_of_numbers();
  EXPECT_EQ(viewers.front()->close_code(), 1001);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(Drain, TakesNobodyInOnceStreamsAreClosed) {
  Server server({"--threads", "1", "--drain-period", "3600", "--interval-ms", "10", "--count", "1000000"});
  const auto viewers = watch(server, 2);
  server.process().signal(SIGTERM);
  viewers.back()->rest_of_numbers();  // who came last is told first
  EXPECT_EQ(viewers.back()->close_code(), 1001);
  EXPECT_ANY_THROW(RawConnection{server.port()});
  for (int i = 0; i < 20; ++i) EXPECT_NO_THROW(viewers.front()->next_number());
}

// Over an hour, twenty viewers are three minutes apart: while the first one is gone, all others watch on.
TEST(Drain, SpreadsFewViewersOverALongPeriod) {
  Server server({"--threads", "1", "--drain-period", "3600", "--interval-ms", "10", "--count", "1000000"});
  auto viewers = watch(server, 20);
  server.process().signal(SIGTERM);
  viewers.back()->rest_of_numbers();
  EXPECT_EQ(viewers.back()->close_code(), 1001);
  viewers.pop_back();
  for (int i = 0; i < 100; ++i) {  // one second and more of numbers
    for (const auto& viewer : viewers) EXPECT_NO_THROW(viewer->next_number());
  }
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

// Numbers are a clock that both sides share: who is told later has seen more of them.
TEST(Drain, ClosesEachViewerInItsTurnWith1001) {
  Server server({"--threads", "1", "--drain-period", "2", "--interval-ms", "10", "--count", "1000000"});
  const auto viewers = watch(server, 20);
  server.process().signal(SIGTERM);
  std::vector<std::size_t> seen;
  for (auto viewer = viewers.rbegin(); viewer != viewers.rend(); ++viewer) {
    seen.push_back((*viewer)->rest_of_numbers().size());
    EXPECT_EQ((*viewer)->close_code(), 1001);
  }
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end())) << testing::PrintToString(seen);
  EXPECT_GE(seen.back() - seen.front(), 150u) << testing::PrintToString(seen);  // of the 200 that are due in 2 s
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(Drain, ClosesAllAtOnceIfItsPeriodIsNothing) {
  Server server({"--threads", "1", "--drain-period", "0"});
  const auto viewers = watch(server, 20);
  server.process().signal(SIGTERM);
  for (const auto& viewer : viewers) {
    viewer->rest_of_numbers();
    EXPECT_EQ(viewer->close_code(), 1001);
  }
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(Drain, ClosesAStreamThatOpensMeanwhile) {
  Server server({"--threads", "1", "--drain-period", "4", "--interval-ms", "10", "--count", "1000000"});
  RawConnection page(server.port());
  page.send(request("GET /"));
  page.receive_response();
  const auto viewers = watch(server, 1);
  server.process().signal(SIGTERM);
  viewers.front()->rest_of_numbers();
  page.send(upgrade_request());
  EXPECT_EQ(page.receive_response().result_int(), 101u);
  EXPECT_EQ(page.receive_close_code(), 1001u);
  page.send(client_frame(0x88, "\x03\xe9"));
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(Drain, AnswersARequestThatIsOnItsWay) {
  Server server({"--threads", "1", "--drain-period", "0"});
  RawConnection fresh(server.port()), half(server.port()), stream(server.port()), kept(server.port());
  half.send("GET / HTTP/1.1\r\n");
  kept.send(request("GET /nothing"));
  EXPECT_EQ(kept.receive_response().result_int(), 404u);  // so the others, who came before, are accepted too
  server.process().signal(SIGTERM);
  EXPECT_EQ(kept.receive_rest(), "");
  half.send("Host: localhost\r\n\r\n");
  const Response late = half.receive_response();
  EXPECT_EQ(late.result_int(), 200u);
  EXPECT_EQ(late["Connection"], "close");
  fresh.send(request("GET /"));
  EXPECT_EQ(fresh.receive_response().result_int(), 200u);
  stream.send(upgrade_request());
  EXPECT_EQ(stream.receive_response().result_int(), 101u);
  EXPECT_EQ(stream.receive_frame().payload.substr(0, 2), "\x03\xe9");  // 1001
  stream.send(client_frame(0x88, "\x03\xe9"));
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(Drain, IsNotUndoneByAReload) {
  Server server({"--admin", "127.0.0.1:0", "--drain-delay", "3600"});
  server.process().signal(SIGTERM);
  wait_until_readyz_is(503, server);
  server.process().signal(SIGHUP);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(get(server.admin_port(), "/readyz").result_int(), 503u);
}

TEST(Drain, ASecondSignalEndsAtOnceWhatWouldLastLong) {
  Server server({"--threads", "1", "--drain-period", "3600", "--interval-ms", "10", "--count", "1000000"});
  const auto viewers = watch(server, 10);
  server.process().signal(SIGTERM);
  viewers.back()->rest_of_numbers();
  server.process().signal(SIGINT);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

}  // namespace
}  // namespace sws
