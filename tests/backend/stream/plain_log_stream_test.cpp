#include "backend/stream/plain_log_stream.hpp"

#include <optional>

#include "tests/backend/stream/log_stream_fixture.hpp"

namespace sws {
namespace {

using Texts = std::vector<std::string>;

class PlainLogStreamTest : public LogStreamTest {
 protected:
  void open() {
    stream_.emplace(outlet_, settings_, audience_, catch_up_);
    stream_->on_open();
  }

  Settings settings_;
  std::optional<PlainLogStream> stream_;
};

TEST_F(PlainLogStreamTest, BeginsWithTheNewestNumber) {
  arrive_and_tick(3);
  open();
  EXPECT_EQ(outlet_.take_texts(), (Texts{R"({"message": 2})"}));
}

TEST_F(PlainLogStreamTest, WaitsForTheFirstNumber) {
  open();
  EXPECT_EQ(outlet_.take_texts(), Texts());
  arrive_and_tick(1);
  EXPECT_EQ(outlet_.take_texts(), (Texts{R"({"message": 0})"}));
}

TEST_F(PlainLogStreamTest, SendsANumberInTheSlotInWhichItComes) {
  open();
  arrive(1);
  ticker_.run_due();
  EXPECT_EQ(outlet_.take_texts(), (Texts{R"({"message": 0})"}));
  arrive(1);
  arrive(1);
  ticker_.run_due();
  EXPECT_EQ(outlet_.take_texts(), Texts());
  tick();
  EXPECT_EQ(outlet_.sends, 2);
  EXPECT_EQ(outlet_.take_texts(), (Texts{R"({"message": 1})", R"({"message": 2})"}));
}

// It is not sent to the others before the next slot.
TEST_F(PlainLogStreamTest, BeginsWithANumberThatHasJustCome) {
  arrive_and_tick(1);
  arrive(1);
  open();
  EXPECT_EQ(outlet_.take_texts(), (Texts{R"({"message": 1})"}));
  tick();
  EXPECT_EQ(outlet_.take_texts(), Texts());
}

TEST_F(PlainLogStreamTest, ClosesWhenTheSourceEnds) {
  open();
  arrive(1);
  end_source();
  tick();
  EXPECT_EQ(outlet_.take_texts(), (Texts{R"({"message": 0})"}));
  EXPECT_EQ(outlet_.close_codes, std::vector{CloseCode::normal});
}

TEST_F(PlainLogStreamTest, ShowsTheLastNumberOfASourceThatHasEnded) {
  arrive(2);
  end_source();
  tick();
  open();
  EXPECT_EQ(outlet_.take_texts(), (Texts{R"({"message": 1})"}));
  EXPECT_EQ(outlet_.close_codes, std::vector{CloseCode::normal});
}

TEST_F(PlainLogStreamTest, GetsNothingWhileThePeerDoesNotRead) {
  open();
  outlet_.next_status = SendStatus::blocked;
  arrive_and_tick(1);
  const int sends = outlet_.sends;
  arrive_and_tick(1);
  arrive_and_tick(1);
  EXPECT_EQ(outlet_.sends, sends);
  outlet_.next_status = SendStatus::sent;
  stream_->on_writable();
  EXPECT_EQ(outlet_.take_texts(), (Texts{R"({"message": 0})", R"({"message": 1})", R"({"message": 2})"}));
  arrive_and_tick(1);
  EXPECT_EQ(outlet_.take_texts(), (Texts{R"({"message": 3})"}));
}

TEST_F(PlainLogStreamTest, RepeatsNothingThatThePeerHasTakenInPart) {
  open();
  outlet_.next_status = SendStatus::partial;
  arrive_and_tick(1);
  EXPECT_EQ(outlet_.take_texts(), (Texts{R"({"message": 0})"}));
  arrive_and_tick(1);
  EXPECT_EQ(outlet_.take_texts(), Texts());
  stream_->on_writable();
  EXPECT_EQ(outlet_.take_texts(), (Texts{R"({"message": 1})"}));
}

TEST_F(PlainLogStreamTest, CountsItsViewer) {
  EXPECT_EQ(audience_->channel_metrics().viewers.value(), 0u);
  open();
  EXPECT_EQ(audience_->channel_metrics().viewers.value(), 1u);
  stream_.reset();
  EXPECT_EQ(audience_->channel_metrics().viewers.value(), 0u);
  arrive_and_tick(1);
  EXPECT_EQ(outlet_.take_texts(), Texts());
}

}  // namespace
}  // namespace sws
