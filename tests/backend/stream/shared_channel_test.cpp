#include "backend/stream/shared_channel.hpp"

#include "shared/codec.hpp"
#include "tests/backend/stream/shared_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class SharedChannelTest : public SharedStreamTest {
 protected:
  static std::string text(std::span<const char> frames) { return {frames.begin(), frames.end()}; }
};

TEST_F(SharedChannelTest, EncodesANumberOnceForAllViewersOfAKind) {
  const char* const first = channel_->frames(StreamKind::verified, kNow).data();
  channel_->frames(StreamKind::plain, kNow);
  channel_->frames(StreamKind::events, kNow);
  EXPECT_EQ(channel_->frames(StreamKind::verified, kNow).data(), first);
}

TEST_F(SharedChannelTest, GivesEachKindTheNumberItIsAskedFor) {
  for (const std::uint64_t n : {kNow, kNow + 1, kNow}) {
    const std::string number = "{\"message\": " + std::to_string(server_.number(n)) + "}";
    EXPECT_EQ(text(channel_->frames(StreamKind::plain, n)).substr(2), number);
    EXPECT_EQ(text(channel_->frames(StreamKind::events, n)),
              "id: " + std::to_string(n + 1) + "\ndata: " + number + "\n\n");
  }
}

TEST_F(SharedChannelTest, PreparesInPortionsWhatIsNeededInThisPeriodAndTheNext) {
  const auto is_prepared = [this](std::uint64_t newest) {
    SharedSequence copy = channel_->sequence();
    return copy.prepare(newest, 0);
  };
  EXPECT_FALSE(is_prepared(kNow));
  ticker_.advance(10s);
  EXPECT_TRUE(is_prepared(kNow + 10));
  proceed_to(first_of_period(kPeriod + 1));
  EXPECT_FALSE(is_prepared(first_of_period(kPeriod + 1)));
  ticker_.advance(2s);  // the period has begun
  EXPECT_TRUE(is_prepared(first_of_period(kPeriod + 1)));
}

// Those who watch since before the change, too: the same frames are for all of them.
TEST_F(SharedChannelTest, AnnouncesTheRootOfAnotherSecretWhenItsPeriodIsTheLastThatIsAnnounced) {
  SharedNumbers later;
  later.secret = {4, 5, 6};
  ticker_.advance(10s);
  channel_->change_secret(later.secret, kPeriod + 3);
  EXPECT_EQ(channel_->hello(kNow), server_.hello(kPeriod));
  ticker_.advance(10s);
  SharedSequence copy = channel_->sequence();
  EXPECT_TRUE(copy.prepare(kNow, 0)) << "the new keys are not prepared";
  const std::string first = text(channel_->frames(StreamKind::verified, first_of_period(kPeriod + 1)));
  EXPECT_NE(first.find(encode(later.root(kPeriod + 3))), std::string::npos) << first;
}

TEST_F(SharedChannelTest, OffersNumbersAsFarBackAsTheHistory) {
  EXPECT_EQ(channel_->first_offered(kNow + 1, kNow), kNow + 1);
  EXPECT_EQ(channel_->first_offered(kNow - 99, kNow), kNow - 99);
  EXPECT_EQ(channel_->first_offered(kNow - 100, kNow), kNow - 99);
  EXPECT_EQ(channel_->first_offered(0, 5), 0U);
}

TEST_F(SharedChannelTest, OffersNoMoreThanTwoPeriods) {
  const SharedChannel generous(SharedSequence(server_.secret, "dice", {0, 100, 1000}), 1'000'000, ticker_);
  EXPECT_EQ(generous.first_offered(0, kNow), kNow + 1 - 2 * kPeriodNumbers);
}

TEST_F(SharedChannelTest, KnowsHowLongItIsUntilAViewersLastNumberIsDue) {
  const WallTime now{std::chrono::seconds(kNow) + 400ms};
  EXPECT_EQ(channel_->time_until_last(0, now), 0ms);
  EXPECT_EQ(channel_->time_until_last(kNow + 1, now), 0ms);
  EXPECT_EQ(channel_->time_until_last(kNow + 2, now), 600ms);
  EXPECT_EQ(channel_->time_until_last(kNow + 4, now), 2'600ms);
  EXPECT_GT(channel_->time_until_last(kMaxExactInteger, now), 24h * 365 * 100);
  SharedChannel slow(SharedSequence(server_.secret, "dice", {0, 100, 3'600'000}), kHistory, ticker_);
  EXPECT_GT(slow.time_until_last(UINT64_MAX, now), 24h * 365 * 100);
}

}  // namespace
}  // namespace sws
