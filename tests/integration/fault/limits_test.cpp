// Limits that somebody exhausts on purpose: who is in goes on, others get in as far as they may, and it passes.
#include <gtest/gtest.h>

#include "tests/integration/fault/crowd.hpp"
#include "tests/integration/fault/trial.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

constexpr std::uint32_t kLong = 300;  // numbers of a stream that outlasts the fault: nobody comes after it

TEST(LimitsUnderAttack, AllPlacesOfOneAddressTakenLeaveTheOthersToOthers) {
  Trial trial({"--max-connections-per-address", "50"});
  trial.survives([&] {
    Crowd within(trial.port(), 50, "127.0.0.2");
    within.send(upgrade_request());
    within.await_answers();
    Crowd beyond(trial.port(), 500, "127.0.0.2");  // more than are answered
    StreamClient other(trial.port());
    for (int i = 0; i < 20; ++i) other.next_number();
    trial.healthy().read_on(20);
    other.close(1000);
    beyond.leave(Leave::rst);
    within.leave(Leave::rst);
  });
  EXPECT_GE(trial.refusals("too_many_connections_of_address"), 2.0);
  trial.end();
}

TEST(LimitsUnderAttack, WithAllPlacesTakenIsSaidWith503UntilThereIsRoom) {
  constexpr std::size_t kPlaces = 100;
  Trial trial({"--max-connections", std::to_string(kPlaces)}, kLong, HealthyViewers::Successors::no);
  Crowd rest(trial.port(), kPlaces - HealthyViewers::kSize, "127.0.0.2");
  rest.send(upgrade_request());
  rest.await_answers();
  const Response refused = get(trial.port(), "/");
  EXPECT_EQ(refused.result_int(), 503u);
  EXPECT_NE(refused["Retry-After"], "");
  trial.healthy().read_on(50);
  rest.leave(Leave::rst);
  wait_until("room", [&] { return get(trial.port(), "/favicon.svg").result_int() / 100 == 2; });
  trial.healthy().read_on(50);
  trial.end();
}

TEST(LimitsUnderAttack, WithoutFileDescriptorsWhoIsInGoesOnAndWhoWaitsIsServedLater) {
  Trial trial({}, kLong, HealthyViewers::Successors::no);
  constexpr std::size_t kRoom = 6;
  trial.server().process().limit_open_files(trial.server().process().open_files() + kRoom);
  Crowd crowd(trial.port(), 4 * kRoom);  // the kernel takes them all; the server cannot
  crowd.send(upgrade_request());
  trial.healthy().read_on(20);
  RawConnection late(trial.port());
  late.send(request("GET /"));
  trial.healthy().read_on(20);
  crowd.leave(Leave::fin);
  EXPECT_EQ(late.receive_response().result_int(), 200u);
  trial.healthy().read_on(20);
  trial.end();
}

}  // namespace
}  // namespace sws
