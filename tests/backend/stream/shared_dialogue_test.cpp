#include "backend/stream/shared_dialogue.hpp"

#include <gtest/gtest.h>

#include "shared/codec.hpp"
#include "shared/period_verifier.hpp"
#include "tests/backend/stream/shared_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

using Messages = std::vector<ServerMessage>;

class SharedDialogueTest : public SharedStreamTest {
 protected:
  // A viewer with a connection of its own.
  struct Viewer {
    explicit Viewer(SharedDialogueTest& test) : stream(outlet, test.settings_, test.channel_, test.catch_up_) {
      stream.on_open();
    }
    void say(const auto& request) { stream.on_message(encode(request), true); }

    // What came since the last call.
    Messages take() {
      Messages messages;
      for (const std::string& text : outlet.take_texts()) messages.push_back(*decode_server_message(text));
      return messages;
    }

    FakeOutlet outlet;
    SharedDialogue stream;
  };

  Number number(std::uint64_t n) { return {n, server_.number(n), server_.key(n)}; }
  SharedStarted started(std::uint64_t next) const { return {server_.channel, next}; }

  // Has all messages verified as a client does.
  static void verify(PeriodVerifier& verifier, const Messages& messages) {
    for (const ServerMessage& message : messages) {
      std::optional<std::string> wrong;
      if (const auto* hello = std::get_if<SharedHello>(&message)) wrong = verifier.take(*hello);
      if (const auto* begin = std::get_if<SharedStarted>(&message)) wrong = verifier.begin(begin->next);
      if (const auto* root = std::get_if<Root>(&message)) wrong = verifier.take(*root);
      if (const auto* gap = std::get_if<Gap>(&message)) wrong = verifier.take(*gap);
      if (const auto* one = std::get_if<Number>(&message)) {
        wrong = verifier.take(one->seq, {&one->message, 1}, {&*one->key, 1});
      }
      if (const auto* run = std::get_if<Numbers>(&message))
        wrong = verifier.take(run->seq, run->messages, run->keys);
      ASSERT_EQ(wrong, std::nullopt);
    }
  }

  Viewer viewer_{*this};
};

TEST_F(SharedDialogueTest, AnnouncesTheRootsOfThisPeriodAndOfTheNextTwo) {
  EXPECT_EQ(viewer_.take(), (Messages{server_.hello(kPeriod)}));
}

TEST_F(SharedDialogueTest, BeginsWithTheNumberThatIsDueNow) {
  viewer_.take();
  viewer_.say(SharedStart{});
  EXPECT_EQ(viewer_.take(), (Messages{started(kNow), number(kNow)}));
  ticker_.advance(980ms);
  EXPECT_EQ(viewer_.take(), Messages{});
  ticker_.advance(20ms);
  EXPECT_EQ(viewer_.take(), (Messages{number(kNow + 1)}));
}

TEST_F(SharedDialogueTest, ANumberThatWasDueBeforeTheViewerCameIsNotLate) {
  ticker_.advance(500ms);
  Viewer viewer(*this), returning(*this);
  viewer.say(SharedStart{});
  returning.say(SharedResume{kNow});
  for (const Viewer* each : {&viewer, &returning}) {
    EXPECT_EQ(each->outlet.counted.lateness.sum(), 0ns);
    EXPECT_EQ(each->outlet.counted.numbers_caught_up.value(), 1U);
  }
}

TEST_F(SharedDialogueTest, NumbersAreNeverEarly) {
  viewer_.say(SharedStart{});
  viewer_.take();
  for (int i = 0; i < 500; ++i) {
    ticker_.advance(7ms);
    const auto due = std::chrono::floor<std::chrono::seconds>(clock_.wall().time_since_epoch()).count();
    for (const ServerMessage& message : viewer_.take()) {
      EXPECT_LE(std::get<Number>(message).seq, static_cast<std::uint64_t>(due));
    }
  }
}

TEST_F(SharedDialogueTest, AStepOfTheWallClockChangesNothingInAStreamThatRuns) {
  viewer_.say(SharedStart{});
  viewer_.take();
  clock_.step_wall(1h);
  ticker_.advance(1s);
  EXPECT_EQ(viewer_.take(), (Messages{number(kNow + 1)}));
}

TEST_F(SharedDialogueTest, AllViewersGetTheSameNumbersAtTheSameTime) {
  viewer_.say(SharedStart{});
  ticker_.advance(300ms);
  Viewer other(*this);
  other.say(SharedStart{});
  viewer_.take();
  other.take();
  ticker_.advance(3s);
  const Messages numbers = viewer_.take();
  EXPECT_EQ(numbers.size(), 3U);
  EXPECT_EQ(other.take(), numbers);
}

TEST_F(SharedDialogueTest, AnotherServerGoesOnWithTheNextNumber) {
  viewer_.say(SharedStart{});
  ticker_.advance(3s);
  Messages all = viewer_.take();
  channel_ = new_channel();
  ticker_.advance(20s);
  Viewer other(*this);
  other.say(SharedResume{kNow + 4});
  const Messages resumed = other.take();
  EXPECT_EQ(resumed, (Messages{server_.hello(kPeriod), started(kNow + 4), server_.run(kNow + 4, 20)}));
  EXPECT_EQ(other.outlet.counted.streams_resumed.value(), 1U);
  PeriodVerifier verifier(server_.hello(kPeriod));
  verify(verifier, all);
  verify(verifier, resumed);
  EXPECT_EQ(verifier.next(), kNow + 24);
}

TEST_F(SharedDialogueTest, ResumesWithTheOnlyNumberThatWasMissed) {
  viewer_.take();
  viewer_.say(SharedResume{kNow});
  EXPECT_EQ(viewer_.take(), (Messages{started(kNow), number(kNow)}));
}

TEST_F(SharedDialogueTest, WaitsForANumberThatIsNotDue) {
  viewer_.take();
  viewer_.say(SharedResume{kNow + 3});
  EXPECT_EQ(viewer_.take(), (Messages{started(kNow + 3)}));
  ticker_.advance(2'900ms);
  EXPECT_EQ(viewer_.take(), Messages{});
  ticker_.advance(1'100ms);
  EXPECT_EQ(viewer_.take(), (Messages{number(kNow + 3), number(kNow + 4)}));
}

TEST_F(SharedDialogueTest, SaysWhichNumbersAreTooFarBack) {
  viewer_.take();
  viewer_.say(SharedResume{kNow - 5'000});
  EXPECT_EQ(viewer_.take(),
            (Messages{started(kNow - 5'000), Gap{kNow - 5'000, kNow - 99}, server_.run(kNow - 99, 100)}));
}

TEST_F(SharedDialogueTest, SendsAViewerAwayWhoHasNumbersThatAreNotDueForLong) {
  viewer_.take();
  viewer_.say(SharedResume{kNow + 4});
  const Messages messages = viewer_.take();
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(std::get<ErrorMessage>(messages[0]).code, "clock_skew");
  EXPECT_EQ(viewer_.outlet.close_codes, std::vector{CloseCode::policy_violation});
  EXPECT_EQ(viewer_.outlet.reasons, std::vector{Reason::clock_skew});
  EXPECT_EQ(viewer_.outlet.counted.clock_skews.value(), 1U);
  EXPECT_EQ(viewer_.outlet.counted.streams_resumed.value(), 0U);
}

TEST_F(SharedDialogueTest, ANumberThatIsDueNextIsNoSignOfAWrongClock) {
  viewer_.take();
  viewer_.say(SharedResume{kNow + 1});
  EXPECT_EQ(viewer_.outlet.counted.clock_skews.value(), 0U);
  Viewer early(*this);
  early.say(SharedResume{kNow + 2});
  EXPECT_EQ(early.outlet.counted.clock_skews.value(), 1U);
  EXPECT_TRUE(early.outlet.open);
}

TEST_F(SharedDialogueTest, AViewerWhoReadsSlowlyGetsARun) {
  viewer_.say(SharedStart{});
  viewer_.take();
  viewer_.outlet.next_status = SendStatus::blocked;
  ticker_.advance(30s);
  EXPECT_EQ(viewer_.take(), Messages{});
  viewer_.outlet.next_status = SendStatus::sent;
  viewer_.stream.on_writable();
  EXPECT_EQ(viewer_.take(), (Messages{server_.run(kNow + 1, 30)}));
  ticker_.advance(1s);
  EXPECT_EQ(viewer_.take(), (Messages{number(kNow + 31)}));
}

TEST_F(SharedDialogueTest, TheRootOfAPeriodComesTwoPeriodsBeforeItsNumbers) {
  proceed_to(first_of_period(kPeriod + 1) - 1);
  Viewer viewer(*this);
  viewer.say(SharedStart{});
  PeriodVerifier verifier(server_.hello(kPeriod));
  verify(verifier, viewer.take());
  for (std::uint64_t period = kPeriod + 1; period < kPeriod + 5; ++period) {
    ticker_.advance(1s);
    verify(verifier, viewer.take());
    ticker_.advance(1s);
    const Messages messages = viewer.take();
    EXPECT_EQ(messages, (Messages{server_.root(period + 2), number(first_of_period(period))}));
    verify(verifier, messages);
    proceed_to(first_of_period(period + 1) - 1);
    viewer.stream.on_writable();
    ticker_.advance(100ms);
  }
}

TEST_F(SharedDialogueTest, ARunThatReachesIntoAPeriodComesBehindItsRoot) {
  proceed_to(first_of_period(kPeriod + 1) + 20);
  Viewer viewer(*this);
  viewer.say(SharedResume{first_of_period(kPeriod + 1) - 10});
  const Messages messages = viewer.take();
  EXPECT_EQ(messages,
            (Messages{server_.hello(kPeriod + 1), started(first_of_period(kPeriod + 1) - 10), server_.root(kPeriod),
                      server_.root(kPeriod + 3), server_.run(first_of_period(kPeriod + 1) - 10, 30)}));
  PeriodVerifier verifier(server_.hello(kPeriod + 1));
  verify(verifier, messages);
}

TEST_F(SharedDialogueTest, AViewerWhoStartsInANewPeriodGetsTheRootThatHelloLacked) {
  proceed_to(first_of_period(kPeriod + 1));
  Viewer viewer(*this);
  ticker_.advance(5s);
  viewer.say(SharedStart{});
  EXPECT_EQ(viewer.take(), (Messages{server_.hello(kPeriod), started(first_of_period(kPeriod + 1) + 4),
                                     server_.root(kPeriod + 3), number(first_of_period(kPeriod + 1) + 4)}));
}

TEST_F(SharedDialogueTest, StopEndsTheStream) {
  viewer_.say(SharedStart{});
  ticker_.advance(2s);
  viewer_.take();
  viewer_.say(Stop{});
  EXPECT_EQ(viewer_.take(), (Messages{End{EndReason::stopped, kNow + 3}}));
  EXPECT_EQ(viewer_.outlet.close_codes, std::vector{CloseCode::normal});
}

TEST_F(SharedDialogueTest, RefusesWhatIsOutOfPlaceOrNoRequest) {
  const auto refusal_of = [](Viewer& viewer) { return std::get<ErrorMessage>(viewer.take().back()); };
  viewer_.say(Stop{});
  EXPECT_EQ(refusal_of(viewer_).code, "malformed_message");
  Viewer twice(*this), binary(*this), late(*this);
  twice.say(SharedStart{});
  twice.say(SharedStart{});
  EXPECT_EQ(refusal_of(twice).detail, "the stream runs: only stop is expected");
  binary.stream.on_message(encode(SharedStart{}), false);
  EXPECT_EQ(refusal_of(binary).code, "malformed_message");
  ticker_.advance(settings_.handshake_timeout + 1s);
  EXPECT_EQ(refusal_of(late).code, "handshake_timeout");
}

}  // namespace
}  // namespace sws
