// A worker that is stuck: those who ask hear of it, and it does not keep the process from ending.
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stuck_thread.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

const Arguments kTwoWorkers = {"--threads", "2", "--admin", "127.0.0.1:0", "--drain-period", "0"};

class StuckWorkerAsked : public testing::TestWithParam<const char*> {};

TEST_P(StuckWorkerAsked, AnswersThatAWorkerDoesNotAnswerUntilItDoes) {
  Server server(kTwoWorkers);
  EXPECT_EQ(get(server.admin_port(), GetParam()).result_int(), 200u);
  {
    const StuckThread stuck(thread_of(server.process().id(), "worker"));
    const Response unwell = get(server.admin_port(), GetParam());
    EXPECT_EQ(unwell.result_int(), 503u);
    EXPECT_TRUE(unwell.body().starts_with("worker 1 has not answered for ")) << unwell.body();
    EXPECT_EQ(get(server.admin_port(), "/metrics").result_int(), 200u);
  }
  wait_until("the answer of the worker", [&] { return get(server.admin_port(), GetParam()).result_int() == 200; });
  const std::string log = server.process().log_to_the_end();
  EXPECT_NE(log.find("event=workers_silent reason=\"worker 1 has not answered for "), std::string::npos) << log;
}

INSTANTIATE_TEST_SUITE_P(At, StuckWorkerAsked, testing::Values("/healthz", "/readyz"),
                         [](const auto& path) { return std::string(path.param + 1); });

class StuckWorkerStopped : public testing::TestWithParam<int> {};

TEST_P(StuckWorkerStopped, EndsWithTheProcessAndIsNamedInTheLog) {
  Server server(kTwoWorkers);
  EXPECT_EQ(get(server.admin_port(), "/healthz").result_int(), 200u);  // so every thread has its name
  StuckThread stuck(thread_of(server.process().id(), "worker"));
  for (int signals = 0; signals < GetParam(); ++signals) {
    server.process().signal(SIGTERM);
    wait_until("the signal in the log", [&] {
      const std::string log = server.process().standard_error();
      std::size_t at = 0;
      for (int seen = 0; seen <= signals && at != std::string::npos; ++seen)
        at = log.find("event=stopping", at + 1);
      return at != std::string::npos;
    });
  }
  wait_until("the end of the process", [&] { return stuck.has_ended(); });
  EXPECT_EQ(server.process().wait_for_exit(), 3);
  const std::string log = server.process().standard_error();
  EXPECT_NE(log.find("error event=end_overdue stuck=\"worker 1, "), std::string::npos) << log;
}

INSTANTIATE_TEST_SUITE_P(By, StuckWorkerStopped, testing::Values(1, 2),
                         [](const auto& signals) { return signals.param == 1 ? "OneSignal" : "TwoSignals"; });

}  // namespace
}  // namespace sws
