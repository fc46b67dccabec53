#include "backend/admin/push.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "tests/backend/loop/manual_ticker.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

// Numbers what it gets, and is done when the test says so.
class FakeFeed final : public Feed {
 public:
  const std::string& name() const override { return name_; }
  std::optional<NotTaken> push(std::vector<Sample> pushed, const std::string& idempotency_key,
                               Done when_done) override {
    if (refuses) return refuses;
    key = idempotency_key;
    samples.insert(samples.end(), pushed.begin(), pushed.end());
    fail = [when_done] { when_done(NotTaken::uncertain); };
    done = [when_done = std::move(when_done), next = samples.size(), count = pushed.size()] {
      when_done(LogRange{LogId{0xab, 0x01}, next - count, next});
    };
    return std::nullopt;
  }

  void count_bad_line() override { ++bad_lines; }

  std::optional<NotTaken> refuses;
  std::string key;
  int bad_lines = 0;
  std::vector<Sample> samples;
  std::function<void()> done, fail;

 private:
  std::string name_ = "temperature";
};

class PushSiteTest : public testing::Test {
 protected:
  void SetUp() override {
    site_.set_channels({{"cpu", "stdin"}, {"temperature", "push", feed_}, {"humidity", "push", feed_}});
  }

  // What the site answers before it returns.
  std::optional<PostAnswer> post(std::string_view path, std::string_view body, std::string_view key = {}) {
    answer_.reset();
    site_.post({path, body, key}, [this](const PostAnswer& answer) { answer_ = answer; });
    return answer_;
  }
  Refusal refusal(std::string_view path, std::string_view body) {
    const auto answer = post(path, body);
    if (answer && !*answer) return answer->error();
    ADD_FAILURE() << path << " is not refused";
    return Refusal{};
  }

  ManualClock clock_;
  std::shared_ptr<FakeFeed> feed_ = std::make_shared<FakeFeed>();
  std::vector<std::function<void()>> posted_;
  std::optional<PostAnswer> answer_;
  PushSite site_{clock_, [this](std::function<void()> call) { posted_.push_back(std::move(call)); }};
};

TEST_F(PushSiteTest, HandsTheNumbersToTheFeedWithTheTimeAtWhichTheyCame) {
  post("/channels/temperature", "21.5\n{\"value\":22,\"at_ms\":7}\n");
  const std::int64_t now = std::chrono::floor<std::chrono::milliseconds>(clock_.wall()).time_since_epoch().count();
  EXPECT_EQ(feed_->samples, (std::vector<Sample>{{21.5, now}, {22, 7}}));
}

TEST_F(PushSiteTest, AnswersOnTheListenersThreadOnceEveryWorkerHasTheNumbers) {
  EXPECT_FALSE(post("/channels/temperature", "1"));
  EXPECT_TRUE(posted_.empty());
  feed_->done();
  EXPECT_FALSE(answer_);  // this was another thread
  ASSERT_EQ(posted_.size(), 1U);
  posted_.front()();
  ASSERT_TRUE(answer_ && *answer_);
  EXPECT_EQ(**answer_, "{\"log\":\"ab010000000000000000000000000000\",\"first\":0,\"next\":1}\n");
  EXPECT_FALSE(post("/channels/temperature", "[2,3]"));
  feed_->done();
  posted_.back()();
  ASSERT_TRUE(answer_ && *answer_);
  EXPECT_TRUE((*answer_)->ends_with(",\"first\":1,\"next\":3}\n")) << **answer_;
}

TEST_F(PushSiteTest, TakesAllNumbersOfABodyOrNone) {
  const Refusal refused = refusal("/channels/temperature", "1\n2\n3.\n");
  EXPECT_EQ(refused.status, http::status::bad_request);
  EXPECT_EQ(refused.reason, Reason::wrong_sample);
  EXPECT_TRUE(refused.explanation.starts_with("line 3: '3.' has no digit behind its point")) << refused.explanation;
  EXPECT_TRUE(feed_->samples.empty());
}

TEST_F(PushSiteTest, SaysWhenTheFeedTakesNoMore) {
  feed_->refuses = NotTaken::too_fast;
  const Refusal refused = refusal("/channels/temperature", "1");
  EXPECT_EQ(refused.status, http::status::too_many_requests);
  EXPECT_EQ(refused.retry_after, std::chrono::seconds(1));
  feed_->refuses.reset();
  EXPECT_FALSE(post("/channels/temperature", "1"));
}

TEST_F(PushSiteTest, SaysWhenTheBrokerIsAway) {
  feed_->refuses = NotTaken::source_away;
  const Refusal refused = refusal("/channels/temperature", "1");
  EXPECT_EQ(refused.status, http::status::service_unavailable);
  EXPECT_EQ(refused.reason, Reason::source_away);
  EXPECT_TRUE(refused.explanation.ends_with("nothing was stored, send the same later")) << refused.explanation;
}

TEST_F(PushSiteTest, SaysThatARequestThatWasNotConfirmedMayBeRepeatedWithItsKey) {
  EXPECT_FALSE(post("/channels/temperature", "1", "key-1"));
  EXPECT_EQ(feed_->key, "key-1");
  feed_->fail();
  posted_.front()();
  ASSERT_TRUE(answer_ && !*answer_);
  EXPECT_EQ(answer_->error().status, http::status::service_unavailable);
  EXPECT_TRUE(answer_->error().explanation.ends_with("with the same Idempotency-Key is safe"));
}

TEST_F(PushSiteTest, RefusesAnIdempotencyKeyThatNoHeaderOfABrokerCanHave) {
  for (const std::string& key : {std::string("two words"), std::string("\xc3\xa4"), std::string(201, 'k')}) {
    answer_.reset();
    ASSERT_TRUE(post("/channels/temperature", "1", key)) << key;
    EXPECT_EQ(answer_->error().status, http::status::bad_request) << key;
  }
  EXPECT_FALSE(post("/channels/temperature", "1", std::string(200, 'k')));
  EXPECT_EQ(feed_->samples.size(), 1U);
}

TEST_F(PushSiteTest, NamesTheChannelsThatTakeNumbers) {
  const Refusal unknown = refusal("/channels/temperatur\n", "1");
  EXPECT_EQ(unknown.status, http::status::not_found);
  EXPECT_EQ(
      unknown.explanation,
      "there is no channel 'temperatur\\n'; numbers can be sent to /channels/temperature, /channels/humidity");
  const Refusal other = refusal("/channels/cpu", "1");
  EXPECT_EQ(other.status, http::status::conflict);
  EXPECT_EQ(other.explanation,
            "the channel cpu has the source stdin, which takes no numbers; numbers can be sent to "
            "/channels/temperature, /channels/humidity");
  EXPECT_TRUE(feed_->samples.empty());
}

TEST_F(PushSiteTest, SaysHowAChannelCanTakeNumbersIfNoneDoes) {
  site_.set_channels({{"some_url", "random"}});
  EXPECT_EQ(refusal("/channels/temperature", "1").explanation,
            "there is no channel 'temperature'; no channel takes numbers: give the server --channel NAME=push");
}

TEST_F(PushSiteTest, TakesPostsInTheFolderOfChannelsOnly) {
  EXPECT_TRUE(site_.takes_posts_at("/channels/temperature"));
  EXPECT_TRUE(site_.takes_posts_at("/channels/"));
  EXPECT_FALSE(site_.takes_posts_at("/channels"));
  EXPECT_FALSE(site_.takes_posts_at("/metrics"));
}

}  // namespace
}  // namespace sws
