#include "backend/stream/plain_stream.hpp"

#include <gtest/gtest.h>

#include <map>

#include "tests/backend/stream/stream_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class PlainStreamTest : public StreamTest {
 protected:
  Settings settings_ = every_second(3);
  PlainStream stream_{outlet_, settings_, catch_up_};
};

TEST_F(PlainStreamTest, SendsTheFirstNumberAtOnceThenOneEachIntervalThenCloses) {
  stream_.on_open();
  EXPECT_EQ(outlet_.take_texts().size(), 1U);
  ticker_.advance(990ms);
  EXPECT_EQ(outlet_.take_texts().size(), 0U);
  ticker_.advance(10ms);
  EXPECT_EQ(outlet_.take_texts().size(), 1U);
  EXPECT_TRUE(outlet_.close_codes.empty());
  ticker_.advance(1s);
  EXPECT_EQ(outlet_.take_texts().size(), 1U);
  EXPECT_EQ(outlet_.close_codes, std::vector{CloseCode::normal});
  ticker_.advance(5s);
  EXPECT_TRUE(outlet_.take_texts().empty());
}

TEST_F(PlainStreamTest, SpellsANumberAsTheOriginalDid) {
  settings_.stream.min = settings_.stream.max = 72;
  stream_.on_open();
  EXPECT_EQ(outlet_.take_texts(), std::vector<std::string>{"{\"message\": 72}"});
}

TEST_F(PlainStreamTest, DrawsEachNumberOfTheRangeAndNoOther) {
  settings_.stream = {.min = -1, .max = 2, .interval_ms = 1000, .count = 400};
  PlainStream stream(outlet_, settings_, catch_up_);
  stream.on_open();
  ticker_.advance(400s);
  std::map<std::string, int> seen;
  for (const std::string& text : outlet_.take_texts()) ++seen[text];
  ASSERT_EQ(seen.size(), 4U);
  for (const auto& [text, times] : seen) EXPECT_GT(times, 40) << text;  // 6.9 standard deviations below 100
  EXPECT_EQ(seen.begin()->first, "{\"message\": -1}");
}

TEST_F(PlainStreamTest, ComputesNothingForAPeerThatDoesNotReadAndThenWhatIsDue) {
  stream_.on_open();
  outlet_.take_texts();
  outlet_.next_status = SendStatus::blocked;
  ticker_.advance(1s);
  EXPECT_EQ(outlet_.sends, 2);
  ticker_.advance(10s);
  EXPECT_EQ(outlet_.sends, 2) << "the stream tried again before the peer had read";
  outlet_.next_status = SendStatus::sent;
  stream_.on_writable();
  EXPECT_EQ(outlet_.take_texts().size(), 2U);
  EXPECT_EQ(outlet_.close_codes, std::vector{CloseCode::normal});
}

TEST_F(PlainStreamTest, AFrameThatIsTakenInPartCountsAsSentAndTheNextOneWaits) {
  outlet_.next_status = SendStatus::partial;
  stream_.on_open();
  EXPECT_EQ(outlet_.take_texts().size(), 1U);
  EXPECT_EQ(outlet_.counted.numbers_sent.value(), 1U);
  ticker_.advance(1s);
  EXPECT_TRUE(outlet_.take_texts().empty());
  stream_.on_writable();
  EXPECT_EQ(outlet_.take_texts().size(), 1U);
}

TEST_F(PlainStreamTest, MessagesOfTheViewerHaveNoEffect) {
  stream_.on_open();
  outlet_.take_texts();
  stream_.on_message("{\"type\":\"stop\"}", true);
  stream_.on_message("x", false);
  EXPECT_TRUE(outlet_.take_texts().empty());
  EXPECT_TRUE(outlet_.close_codes.empty());
}

TEST_F(PlainStreamTest, NothingIsSentOnceTheConnectionCloses) {
  stream_.on_open();
  outlet_.take_texts();
  outlet_.open = false;
  ticker_.advance(3s);
  stream_.on_writable();
  EXPECT_TRUE(outlet_.take_texts().empty());
}

TEST_F(PlainStreamTest, MeasuresHowLateANumberIs) {
  stream_.on_open();
  clock_.advance(1s + 300ms);  // the process stood still
  ticker_.run_due();
  EXPECT_EQ(outlet_.counted.numbers_sent.value(), 2U);
  EXPECT_GE(outlet_.counted.lateness.sum(), 290ms);
  EXPECT_LE(outlet_.counted.lateness.sum(), 310ms);
}

TEST_F(PlainStreamTest, EachLateNumberIsCountedWithItsLateness) {
  stream_.on_open();
  clock_.advance(2s + 300ms);
  ticker_.run_due();
  EXPECT_EQ(outlet_.counted.numbers_sent.value(), 3U);
  EXPECT_EQ(outlet_.counted.numbers_caught_up.value(), 0U);
  EXPECT_GE(outlet_.counted.lateness.sum(), 1'300ms + 300ms);
}

}  // namespace
}  // namespace sws
