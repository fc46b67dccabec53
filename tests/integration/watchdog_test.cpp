// The watchdog of a service manager (sd_watchdog_enabled(3)): it hears from the server as long as every thread
// answers.
#include <gtest/gtest.h>
#include <signal.h>

#include <memory>
#include <vector>

#include "tests/integration/notify_socket.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/stuck_thread.hpp"

namespace sws {
namespace {

TEST(WatchdogOfTheManager, HearsFromUsAgainAndAgain) {
  NotifySocket manager;
  const Server server({}, {{"NOTIFY_SOCKET", manager.path()},
                           {"WATCHDOG_USEC", "20000"},
                           {"WATCHDOG_PID", std::string(kOwnProcessId)}});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(manager.wait_for("WATCHDOG=1"), "WATCHDOG=1");
}

TEST(WatchdogOfTheManager, HearsFromUsWhileWeDrain) {
  NotifySocket manager;
  Server server({"--drain-period", "3600", "--threads", "2"},
                {{"NOTIFY_SOCKET", manager.path()}, {"WATCHDOG_USEC", "20000"}});
  std::vector<std::unique_ptr<StreamClient>> viewers;  // on one thread or both: one has ended, or none
  for (int i = 0; i < 2; ++i) viewers.push_back(std::make_unique<StreamClient>(server.port()));
  for (const auto& viewer : viewers) viewer->next_number();
  server.process().signal(SIGTERM);
  manager.wait_for("EXTEND_TIMEOUT_USEC=3610000000");
  for (int i = 0; i < 5; ++i) manager.wait_for("WATCHDOG=1");
}

TEST(WatchdogOfTheManager, OfAnotherProcessIsNotOurs) {
  NotifySocket manager;
  Server server({"--interval-ms", "10"},
                {{"NOTIFY_SOCKET", manager.path()}, {"WATCHDOG_USEC", "1000"}, {"WATCHDOG_PID", "1"}});
  EXPECT_TRUE(manager.next().starts_with("READY=1\n"));
  StreamClient viewer(server.port());
  for (int i = 0; i < 20; ++i) viewer.next_number();  // hundreds of the watchdog's intervals
  server.process().signal(SIGTERM);
  const std::string next = manager.next();
  EXPECT_TRUE(next.starts_with("STOPPING=1\n")) << next;
}

// Numbers of another server are the clock: many intervals of the watchdog pass meanwhile. The reload comes after
// them on the thread that speaks for the server, which therefore had all the time to say more.
class StuckThreadTest : public testing::TestWithParam<const char*> {};

TEST_P(StuckThreadTest, TheWatchdogOfTheManagerHearsNothingMeanwhile) {
  constexpr int kIntervals = 50;
  NotifySocket manager;
  const Server other({"--interval-ms", "20", "--count", "1000000"});
  StreamClient clock(other.port());
  Server server({"--threads", "2", "--admin", "127.0.0.1:0"},
                {{"NOTIFY_SOCKET", manager.path()}, {"WATCHDOG_USEC", "20000"}});
  manager.wait_for("WATCHDOG=1");
  int heard = 0;
  {
    const StuckThread stuck(thread_of(server.process().id(), GetParam()));
    for (int i = 0; i < kIntervals; ++i) {
      clock.next_number();
      for (; manager.has_next(); ++heard) manager.next();  // or the queue would be full
    }
    server.process().signal(SIGHUP);
    for (const LoopDeadline deadline; manager.next() == "WATCHDOG=1"; ++heard) deadline.check("the reload");
  }
  EXPECT_LT(heard, kIntervals / 2);  // said before the thread was stuck
  manager.wait_for("WATCHDOG=1");
}

INSTANTIATE_TEST_SUITE_P(Each, StuckThreadTest, testing::Values("worker", "admin"),
                         [](const auto& thread) { return std::string(thread.param); });

}  // namespace
}  // namespace sws
