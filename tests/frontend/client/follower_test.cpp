#include "frontend/client/follower.hpp"

#include <gtest/gtest.h>

#include "tests/frontend/fake_browser.hpp"
#include "tests/frontend/scripted_log.hpp"
#include "tests/frontend/scripted_server.hpp"
#include "tests/shared/shared_numbers.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;
using Kind = Session::Ending::Kind;
using Missing = Follower::Missing;

class FollowerTest : public testing::Test {
 protected:
  static constexpr std::int64_t kWall = 1'764'200'000'000;

  void open(Follower::Wishes wishes = {}) {
    follower.emplace(browser, browser, wishes, now);
    follower->session().socket_opened(now);
  }
  void say(const std::string& text) { follower->text_received(text, now, kWall); }
  void open_log(std::uint64_t numbers, Follower::Wishes wishes = {}) {
    open(wishes);
    say(log.hello(numbers));
    say(log.started(0));
  }
  void reconnect(const std::string& hello) {
    follower->session().socket_closed(1006, "", now);
    now = follower->deadline().value();
    follower->tick(now);
    follower->session().socket_opened(now);
    say(hello);
  }
  std::vector<std::uint64_t> take_all() {
    std::vector<std::uint64_t> all;
    while (const auto item = follower->take()) all.push_back(item->seq);
    return all;
  }
  void expect_end(Kind kind, const std::string& fault) {
    ASSERT_TRUE(follower->is_over());
    EXPECT_EQ(follower->ending(), kind);
    EXPECT_EQ(follower->fault(), fault);
  }

  FakeBrowser browser;
  ScriptedServer server;
  ScriptedLog log;
  Moment now = 1h;
  std::optional<Follower> follower;
};

TEST_F(FollowerTest, HandsOutRandomNumbersWithTheTimeAtWhichTheyWereDue) {
  open({.choice = {.min = 0, .max = 100, .count = 5}});
  EXPECT_EQ(browser.request.count, 5U);
  say(server.hello());
  say(server.started());
  EXPECT_EQ(follower->take(), std::nullopt);
  say(server.numbers(0, 1));
  EXPECT_EQ(follower->take(), (Follower::Item{0, 1.0 * server.at(0), 1'764'000'000'000, true, {}}));
  EXPECT_EQ(follower->take(), (Follower::Item{1, 1.0 * server.at(1), 1'764'000'001'000, true, {}}));
  EXPECT_EQ(follower->take(), std::nullopt);
  EXPECT_FALSE(follower->is_over());
  say(server.numbers(2, 4));
  EXPECT_FALSE(follower->is_over()) << "the server has not said that it is the end";
  say(server.end(EndReason::complete, 5));
  EXPECT_EQ(take_all(), (std::vector<std::uint64_t>{2, 3, 4}));
  expect_end(Kind::complete, "");
}

TEST_F(FollowerTest, HandsOutTheNumbersBeforeALieAndThenSaysWhatIsWrong) {
  open();
  say(server.hello());
  say(server.started());
  say(server.number(0));
  say(server.number(1, server.at(1) + 1));
  EXPECT_EQ(take_all(), std::vector<std::uint64_t>{0});
  ASSERT_TRUE(follower->is_over());
  EXPECT_EQ(follower->ending(), Kind::distrusted);
  EXPECT_NE(follower->fault().find("number"), std::string::npos) << follower->fault();
}

TEST_F(FollowerTest, GivesTheOpenSocketToTheSessionOfAReceivedChannel) {
  open({.last = 3});
  say(log.hello(10));
  EXPECT_EQ(browser.opened, 1);
  EXPECT_EQ(browser.sent, std::vector<std::string>{R"({"type":"start","last":3})"});
  say(log.started(7));
  say(log.numbers(7, {1.5, 2, 3}));
  EXPECT_EQ(follower->take(), (Follower::Item{7, 1.5, ScriptedLog::kStart + 7000, false, {}}));
  EXPECT_EQ(take_all(), (std::vector<std::uint64_t>{8, 9}));
  reconnect(log.hello(11));
  EXPECT_EQ(browser.opened, 2);
  say(log.started(10));
  say(log.number(10, 4));
  EXPECT_EQ(follower->take(), (Follower::Item{10, 4, ScriptedLog::kStart + 10000, false, {}}));
  say(log.end(11));
  expect_end(Kind::complete, "");
}

TEST_F(FollowerTest, BeginsAReceivedChannelWithTheNewestNumber) {
  open();
  say(log.hello(10));
  EXPECT_EQ(browser.sent, std::vector<std::string>{R"({"type":"start","last":1})"});
}

TEST_F(FollowerTest, GivesTheOpenSocketToTheSessionOfASharedChannel) {
  constexpr std::uint64_t kFirst = 1'764'000'000;
  SharedNumbers shared;
  open();
  say(encode(shared.hello(period_of(kFirst))));
  EXPECT_EQ(browser.opened, 1);
  say(encode(SharedStarted{"dice", kFirst}));
  say(encode(shared.run(kFirst, 2)));
  EXPECT_EQ(follower->take(), (Follower::Item{kFirst, 1.0 * shared.number(kFirst), 1'764'000'000'000, true, {}}));
  EXPECT_EQ(take_all(), std::vector<std::uint64_t>{kFirst + 1});
}

TEST_F(FollowerTest, NamesNumbersThatCanNoLongerBeHadAtTheNumberBehindThem) {
  open_log(1);
  say(log.number(0, 1));
  say(log.gap(1, 5));
  say(log.numbers(5, {2, 3}));
  EXPECT_EQ(follower->take()->gap, std::nullopt);
  EXPECT_EQ(follower->take()->gap, (Missing{1, 5}));
  EXPECT_EQ(follower->take()->gap, std::nullopt);
}

TEST_F(FollowerTest, SaysOfANewLogThatNobodyKnowsHowManyNumbersAreMissing) {
  open_log(2);
  say(log.numbers(0, {1, 2}));
  EXPECT_EQ(take_all().size(), 2U);
  log.id = {7};
  reconnect(log.hello(9));
  say(log.started(8));  // the new log has already lost its first numbers
  say(log.number(8, 3));
  const auto item = follower->take();
  ASSERT_TRUE(item);
  EXPECT_EQ(item->seq, 8U);
  EXPECT_EQ(item->gap, (Missing{2, std::nullopt}));
}

TEST_F(FollowerTest, TellsAProgramThatIsFarBehindWhatItHasMissed) {
  constexpr std::uint64_t kRun = 500, kAll = 3 * ReceivedLog::kMostSamples;
  open_log(0);
  say(log.number(0, 1));
  EXPECT_EQ(follower->take()->seq, 0U);
  for (std::uint64_t seq = 1; seq < kAll; seq += kRun) say(log.numbers(seq, std::vector<double>(kRun, 2)));
  const auto item = follower->take();
  ASSERT_TRUE(item);
  EXPECT_GT(item->seq, kAll / 2);
  EXPECT_EQ(item->gap, (Missing{1, item->seq}));
  EXPECT_EQ(follower->take()->gap, std::nullopt);
}

TEST_F(FollowerTest, EndsWithTheCountThatWasAskedForIfTheNumbersDoNot) {
  open_log(0, {.choice = {.count = 2}});
  say(log.number(0, 1));
  EXPECT_TRUE(follower->take());
  EXPECT_FALSE(follower->is_over());
  say(log.numbers(1, {2, 3}));
  EXPECT_EQ(take_all(), std::vector<std::uint64_t>{1});
  expect_end(Kind::complete, "");
}

TEST_F(FollowerTest, RefusesWishesThatTheChannelCannotFulfil) {
  const std::string no_range =
      "min, max and intervalMs are for channels of random numbers, and this is another one";
  const std::string no_history = "last is for channels that keep earlier numbers, and this one has none";
  open({.choice = {.interval_ms = 100}});
  say(log.hello(0));
  expect_end(Kind::refused, no_range);
  open({.choice = {.min = 1}});
  say(R"({"message": 7})");
  expect_end(Kind::refused, no_range);
  EXPECT_EQ(follower->take(), std::nullopt);
  SharedNumbers shared;
  open({.last = 5});
  say(encode(shared.hello(1)));
  expect_end(Kind::refused, no_history);
  open({.last = 5});
  say(server.hello());
  expect_end(Kind::refused, no_history);
}

TEST_F(FollowerTest, TakesTheTimeOfArrivalForNumbersOfThePlainProtocol) {
  open();
  say(R"({"message": 7})");
  EXPECT_EQ(follower->take(), (Follower::Item{0, 7, kWall, false, {}}));
  follower->session().socket_closed(1000, "", now);
  expect_end(Kind::complete, "");
}

TEST_F(FollowerTest, SaysOfThePlainProtocolThatNumbersMayBeMissingAfterALoss) {
  open();
  say(R"({"message": 7})");
  EXPECT_EQ(follower->take()->gap, std::nullopt);
  reconnect(R"({"message": 8})");
  EXPECT_EQ(browser.request.protocol, StreamProtocol::plain);
  EXPECT_EQ(follower->take(), (Follower::Item{1, 8, kWall, false, Missing{1, std::nullopt}}));
  say(R"({"message": 9})");
  EXPECT_EQ(follower->take()->gap, std::nullopt);
}

TEST_F(FollowerTest, VerifiesALongStreamInPartsWhenItIsComplete) {
  server.parameters.count = kMaxProvenCount + 1;
  for (const bool lies : {false, true}) {
    open();
    say(server.hello());
    say(server.started());
    for (std::uint32_t n = 0; n < server.parameters.count; ++n) {
      say(server.number(n, server.at(n) + (lies && n == 4000 ? 1 : 0)));
    }
    EXPECT_FALSE(follower->take()->is_verified);
    say(server.end(EndReason::complete, server.parameters.count));
    EXPECT_FALSE(follower->is_over());
    int ticks = 0;
    for (; !follower->is_over(); ++ticks) {
      EXPECT_EQ(follower->deadline(), Moment(0));
      follower->tick(now);
    }
    EXPECT_GT(ticks, 1);
    EXPECT_EQ(follower->ending(), lies ? Kind::distrusted : Kind::complete);
    EXPECT_EQ(follower->fault().empty(), !lies);
  }
}

TEST_F(FollowerTest, SaysWhyTheFirstConnectionDidNotOpen) {
  follower.emplace(browser, browser, Follower::Wishes{}, now);
  follower->session().socket_closed(1006, "", now);
  EXPECT_EQ(browser.asked, 1);
  follower->session().answered({.status = 404, .content_type = "text/plain", .text = "nothing here\n"}, now);
  expect_end(Kind::lost, "nothing here (404)");
}

}  // namespace
}  // namespace sws
