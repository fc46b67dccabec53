#include "backend/stream/shared_events.hpp"

#include <memory>

#include "tests/backend/stream/shared_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class SharedEventsTest : public SharedStreamTest {
 protected:
  struct Viewer {
    Viewer(SharedEventsTest& test, const std::string& id)
        : stream(outlet, test.settings_, test.channel_, test.catch_up_, id) {
      stream.on_open();
    }
    FakeEventOutlet outlet;
    SharedEvents stream;
  };

  std::unique_ptr<Viewer> view(const std::string& id = "") { return std::make_unique<Viewer>(*this, id); }
  std::string event(std::uint64_t n) {
    return "id: " + std::to_string(n + 1) + "\ndata: {\"message\": " + std::to_string(server_.number(n)) + "}\n";
  }
};

TEST_F(SharedEventsTest, BeginsWithTheNumberThatIsDueNow) {
  const auto viewer = view();
  EXPECT_EQ(viewer->outlet.take_texts(), std::vector{event(kNow)});
  ticker_.advance(2s);
  EXPECT_EQ(viewer->outlet.take_texts(), (std::vector{event(kNow + 1), event(kNow + 2)}));
}

TEST_F(SharedEventsTest, GoesOnBehindTheEventOfAnId) {
  const auto viewer = view(std::to_string(kNow - 2));
  EXPECT_EQ(viewer->outlet.take_texts(), (std::vector{event(kNow - 2), event(kNow - 1), event(kNow)}));
  EXPECT_EQ(viewer->outlet.counted.streams_resumed.value(), 1U);
  EXPECT_TRUE(viewer->outlet.reasons.empty());
}

TEST_F(SharedEventsTest, WaitsForTheNumberOfAnIdThatIsNotDue) {
  const auto viewer = view(std::to_string(kNow + 1));
  EXPECT_TRUE(viewer->outlet.take_texts().empty());
  ticker_.advance(1s);
  EXPECT_EQ(viewer->outlet.take_texts(), std::vector{event(kNow + 1)});
}

TEST_F(SharedEventsTest, SendsAViewerAwayWithTheSameIdWhoHasNumbersThatAreNotDueForLong) {
  for (const std::uint64_t next : {kNow + 4, kNow + 86'400}) {
    const auto viewer = view(std::to_string(next));
    const auto texts = viewer->outlet.take_texts();
    ASSERT_EQ(texts.size(), 1U);
    EXPECT_TRUE(texts[0].starts_with("id: " + std::to_string(next) +
                                     "\nevent: clock_skew\ndata: {\"type\":\"error\",\"code\":\"clock_skew\""))
        << texts[0];
    EXPECT_EQ(viewer->outlet.close_codes, std::vector{CloseCode::going_away});
    EXPECT_EQ(viewer->outlet.reasons, std::vector{Reason::clock_skew});
    EXPECT_EQ(viewer->outlet.counted.clock_skews.value(), 1U);
  }
}

TEST_F(SharedEventsTest, SaysWhichNumbersAreTooFarBack) {
  const auto viewer = view(std::to_string(kNow - 200));
  const auto texts = viewer->outlet.take_texts();
  ASSERT_EQ(texts.size(), 101U);
  EXPECT_EQ(texts[0],
            "id: 1699999901\nevent: gap\ndata: {\"type\":\"gap\",\"from\":1699999800,\"to\":1699999901}\n");
  EXPECT_EQ(texts[1], event(kNow - 99));
  EXPECT_EQ(texts[100], event(kNow));
}

TEST_F(SharedEventsTest, WithAnIdThatMeansNothingItBeginsNowAndSaysSo) {
  for (const char* id : {"x", "-1", "+1", "1.5", " 1", "1x", "18446744073709551616", "1700086402"}) {
    const auto viewer = view(id);
    const auto texts = viewer->outlet.take_texts();
    ASSERT_EQ(texts.size(), 2U) << id;
    EXPECT_TRUE(texts[0].starts_with("event: restart\ndata: {\"type\":\"error\",\"code\":\"value_not_allowed\""))
        << texts[0];
    EXPECT_EQ(texts[1], event(kNow));
    EXPECT_EQ(viewer->outlet.reasons, std::vector{Reason::stream_error});
    EXPECT_EQ(viewer->outlet.counted.streams_resumed.value(), 0U);
  }
}

}  // namespace
}  // namespace sws
