#include "backend/process/end_deadline.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "backend/process/log.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class EndDeadlineTest : public testing::Test {
 protected:
  EndDeadlineTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

[[noreturn]] void stand_still() {
  for (;;) pause();
}

TEST_F(EndDeadlineTest, EndsTheProcessAndSaysForWhatItWaited) {
  EXPECT_EXIT(
      {
        set_up_log(LogLevel::info, LogFormat::text);
        EndDeadline deadline;
        for (const char* what : {"worker 1", "worker 2", "worker 3"}) deadline.wait_for(what);
        deadline.has_ended("worker 2");
        deadline.begin(0s);
        stand_still();
      },
      testing::ExitedWithCode(EndDeadline::kExitStatus),
      "error event=end_overdue stuck=\"worker 1, worker 3\" exit_status=3");
}

TEST_F(EndDeadlineTest, CanBeBroughtForwardAndNotPutOff) {
  EXPECT_EXIT(
      {
        EndDeadline deadline;
        deadline.begin(1h);
        deadline.begin(0s);
        deadline.begin(2h);
        stand_still();
      },
      testing::ExitedWithCode(EndDeadline::kExitStatus), "");
}

// The deadline's own thread does nothing yet, as if another one was stuck with the lock that it needs.
TEST_F(EndDeadlineTest, IsKeptByTheKernelIfNoThreadCanRun) {
  EXPECT_EXIT(
      {
        EndDeadline deadline;
        deadline.begin(1h);
        raise(SIGALRM);  // as alarm(2) does: nothing blocks or ignores it
      },
      testing::KilledBySignal(SIGALRM), "");
}

TEST_F(EndDeadlineTest, LeavesAProcessAloneThatEndsByItself) {
  {
    EndDeadline deadline;
    deadline.begin(1h);
  }
  EXPECT_EQ(alarm(0), 0U);
  const EndDeadline never_begun;
}

}  // namespace
}  // namespace sws
