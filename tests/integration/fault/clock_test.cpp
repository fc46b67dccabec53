// The wall clock stepped forward and back (stepped_clock.cpp): streams run on the steady clock and do not notice;
// what is begun or resumed goes by the wall clock, as it then is.
#include <gtest/gtest.h>

#include <chrono>

#include "shared/codec.hpp"
#include "shared/error_code.hpp"
#include "tests/integration/deadline.hpp"
#include "tests/integration/fault/trial.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/verified_client.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class SteppedClock : public testing::Test {
 protected:
  void step_to(std::chrono::seconds offset) {
    const std::int64_t seconds = offset.count();
    std::fstream(offset_.path(), std::ios::in | std::ios::out | std::ios::binary)
        .write(reinterpret_cast<const char*>(&seconds), sizeof seconds);
  }

  SecretFile offset_{std::string(sizeof(std::int64_t), '\0')};
  Trial trial_{{"--resume-window", "3600"},
               50,
               HealthyViewers::Successors::yes,
               {{"LD_PRELOAD", STEPPED_CLOCK_LIBRARY},
                {"STEPPED_CLOCK", offset_.path()},
                {"ASAN_OPTIONS", "verify_asan_link_order=0"}}};
};

// The wall clock as the server sees it, from the start that it gives a new stream.
std::chrono::system_clock::duration offset_of(std::uint16_t port) {
  const std::chrono::milliseconds start(VerifiedClient(port).start().start_ms);
  return start - std::chrono::system_clock::now().time_since_epoch();
}

// Takes number after number, none of which may come before its time by the steady clock.
void expect_pace(std::uint16_t port, const std::function<void()>& step) {
  constexpr auto kSlot = 10ms;  // a stream's start is rounded down to one
  const auto begun = std::chrono::steady_clock::now() - kSlot;
  RawConnection viewer(port);
  viewer.send(upgrade_request());
  viewer.receive_response();
  for (int n = 0; n < 45; ++n) {
    if (n == 15) step();
    viewer.receive_frame();
    EXPECT_GE(std::chrono::steady_clock::now(), begun + n * 10ms) << "number " << n;
  }
}

TEST_F(SteppedClock, RunningStreamsKeepTheirPace) {
  for (const std::chrono::seconds offset : {86'400s, 0s, -86'400s}) {
    expect_pace(trial_.port(), [&] { step_to(offset); });
    const auto seen = offset_of(trial_.port());
    EXPECT_LE(std::chrono::abs(seen - offset), 60s) << "the step was not seen: this test proves nothing";
  }
  trial_.expect_descriptors_back();
  trial_.end();
}

// A stream of a hundred numbers a second.
WatchedStream begun_stream(std::uint16_t port, std::uint32_t count) {
  VerifiedClient viewer(port, "&count=" + std::to_string(count));
  viewer.start(R"("interval_ms":10)");
  viewer.read_numbers(20);
  return viewer.stream();
}

RawConnection resumed(std::uint16_t port, const WatchedStream& stream) {
  RawConnection viewer(port);
  viewer.send(upgrade_request("/ws/some_url/?protocol=1&resume"));
  viewer.receive_response();
  viewer.receive_frame();
  viewer.send(client_frame(0x81, resume_message(stream.token(), stream.numbers().size())));
  return viewer;
}

ServerMessage next_message(RawConnection& viewer) {
  return *decode_server_message(viewer.receive_frame().payload);
}

TEST_F(SteppedClock, BackAResumedStreamIsNotDueAndGoesOnOnceTheClockIsRight) {
  const WatchedStream stream = begun_stream(trial_.port(), 1'000);
  step_to(-3'000s);
  RawConnection early = resumed(trial_.port(), stream);
  EXPECT_EQ(std::get<ErrorMessage>(next_message(early)).code, kClockSkew.name);
  EXPECT_EQ(early.receive_close_code(), 1008);
  step_to(0s);
  RawConnection right = resumed(trial_.port(), stream);
  EXPECT_TRUE(std::holds_alternative<Started>(next_message(right)));
  EXPECT_FALSE(std::holds_alternative<End>(next_message(right)));
  trial_.end();
}

// The longest stream with roots, and the shortest one without.
TEST_F(SteppedClock, ForwardAResumedStreamIsWholeAtOnceAndExpiredBeyondItsWindow) {
  for (const std::uint32_t count : {4'096u, 4'097u}) {
    step_to(0s);
    WatchedStream stream = begun_stream(trial_.port(), count);
    step_to(3'000s);
    RawConnection late = resumed(trial_.port(), stream);
    for (const LoopDeadline deadline; !stream.end();) {
      deadline.check("the end of the stream");
      stream.take(next_message(late));
    }
    EXPECT_EQ(stream.numbers().size(), count);
    EXPECT_EQ(stream.end()->reason, EndReason::complete);
    step_to(7'200s);
    RawConnection too_late = resumed(trial_.port(), stream);
    EXPECT_EQ(std::get<ErrorMessage>(next_message(too_late)).code, kExpiredToken.name);
  }
  trial_.end();
}

}  // namespace
}  // namespace sws
