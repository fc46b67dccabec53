// A peer whose machine is gone: nothing comes from it any more, not even an acknowledgement. Here its kernel drops
// what the server sends, which looks the same from there.
#include <gtest/gtest.h>

#include "tests/integration/fault/crowd.hpp"
#include "tests/integration/fault/trial.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

// Its stream has a number to come each `interval`, and none is acknowledged.
ClientSocket dead_viewer(const Trial& trial, const std::string& interval) {
  ClientSocket viewer(trial.port());
  viewer.send(upgrade_request("/ws/some_url/?protocol=1&count=1000000") +
              client_frame(0x81, R"({"type":"start","client_seed":"dead","interval_ms":)" + interval + "}"));
  viewer.receive_until("\"seq\":0");
  viewer.drop_what_comes();
  return viewer;
}

TEST(DeadPeer, IsDroppedWhenItDoesNotAcknowledgeItsNumbers) {
  Trial trial({"--peer-timeout", "2"});
  const ClientSocket dead = dead_viewer(trial, "10");
  wait_until("a dead peer", [&] { return trial.refusals("dead_peer") == 1; });
  trial.expect_descriptors_back();
  trial.end();
}

TEST(DeadPeer, IsDroppedWhenItDoesNotAcknowledgeAPing) {
  Trial trial({"--peer-timeout", "2", "--ping-interval", "1"});
  const ClientSocket dead = dead_viewer(trial, "3600000");
  wait_until("a dead peer", [&] { return trial.refusals("dead_peer") == 1; });
  trial.expect_descriptors_back();
  trial.end();
}

}  // namespace
}  // namespace sws
