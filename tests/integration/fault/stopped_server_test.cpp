// A server that does not run for a while, as on a machine that is suspended or starved: what was due meanwhile
// comes when it runs again, and nobody is taken for dead.
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/integration/fault/trial.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

TEST(StoppedServer, SendsEveryNumberOnceItGoesOn) {
  Trial trial({"--peer-timeout", "2"});
  Server other({"--interval-ms", "10"});
  StreamClient clock(other.port());
  trial.server().process().signal(SIGSTOP);
  wait_until("the stop", [&] { return trial.server().process().is_stopped(); });
  for (int i = 0; i < 250; ++i) clock.next_number();  // longer than the patience with a peer
  trial.server().process().signal(SIGCONT);
  trial.healthy().read_on(250);
  EXPECT_GT(trial.metric("simplewebsocket_numbers_caught_up_total"), 0);
  EXPECT_EQ(trial.refusals("dead_peer"), 0);
  trial.expect_descriptors_back();
  trial.end();
}

}  // namespace
}  // namespace sws
