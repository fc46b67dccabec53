// A log that cannot be written, because the disk is full or its reader has gone, is no reason to stop serving.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/integration/fault/trial.hpp"
#include "tests/integration/raw_connection.hpp"

namespace sws {
namespace {

// `log`: where the server's standard error goes; its own end of it is the only one once this test closes its copy.
Trial trial_with_log(const Descriptor& log) {
  return Trial({"--log-level", "debug"}, 50, HealthyViewers::Successors::yes, {},
               {.sockets = {}, .standard_error = log.number()});
}

// Has the server log a few lines.
void cause_lines(Trial& trial) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(get(trial.port(), "/nothing-here").result_int(), 404u);
  trial.healthy().read_on(100);
}

TEST(UnwritableLog, OnAFullDiskHarmsNobody) {
  Trial trial = trial_with_log(Descriptor(open("/dev/full", O_WRONLY | O_CLOEXEC)));
  cause_lines(trial);
  trial.expect_descriptors_back();
  trial.end();
}

TEST(UnwritableLog, WhoseReaderHasGoneHarmsNobody) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  Descriptor reader(ends[0]);
  Trial trial = trial_with_log(Descriptor(ends[1]));
  cause_lines(trial);
  reader = Descriptor();
  cause_lines(trial);
  trial.expect_descriptors_back();
  trial.end();
}

TEST(UnwritableLog, WhoseReaderIsStuckHarmsNobodyAndDelaysNoEnd) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const Descriptor reader(ends[0]);
  const std::string full(static_cast<std::size_t>(fcntl(ends[1], F_GETPIPE_SZ)), '.');
  ASSERT_EQ(write(ends[1], full.data(), full.size()), static_cast<ssize_t>(full.size()));
  Trial trial = trial_with_log(Descriptor(ends[1]));
  cause_lines(trial);
  trial.expect_descriptors_back();
  trial.end();
}

}  // namespace
}  // namespace sws
