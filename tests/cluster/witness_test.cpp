// The witness must see what the tests of clusters are for. So it is shown each fault once.
#include "tests/cluster/witness.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sws {
namespace {

constexpr std::int64_t kStart = 1'764'000'000'000;

class WitnessOfFaults : public testing::Test {
 protected:
  WitnessOfFaults() {
    take(R"({"type":"hello","protocol":1,"channel":"dice","min":0,"max":100,"interval_ms":50,)" + roots());
  }

  void take(const std::string& text, std::int64_t now_ms = kStart) { witness_.take(text, now_ms); }
  void begin(std::uint64_t next) {
    take(R"({"type":"started","channel":"dice","next":)" + std::to_string(next) + "}");
  }
  void number(std::uint64_t seq, std::int64_t now_ms) {
    take(R"({"type":"number","seq":)" + std::to_string(seq) + R"(,"message":7})", now_ms);
  }
  static std::string roots() {
    const std::string root = '"' + std::string(43, 'A') + '"';
    return R"("period":8613281,"roots":[)" + root + "," + root + "," + root + "]}";
  }

  static constexpr std::uint64_t kFirst = kStart / 50;
  Tally tally_;
  Witness witness_{tally_};
};

TEST_F(WitnessOfFaults, FindsNoneInNumbersThatComeInOrderAndOnTime) {
  begin(kFirst);
  for (int i = 0; i < 5; ++i) number(kFirst + static_cast<std::uint64_t>(i), kStart + 50 * i);
  begin(kFirst + 5);  // on another connection
  number(kFirst + 5, kStart + 900);
  tally_.numbers = 6;
  EXPECT_TRUE(tally_.is_whole());
  EXPECT_EQ(witness_.next(), kFirst + 6);
  EXPECT_EQ(witness_.due(kStart + 900), 19u);
}

TEST_F(WitnessOfFaults, CountsNumbersThatAreLeftOut) {
  begin(kFirst);
  number(kFirst, kStart);
  number(kFirst + 4, kStart + 200);
  EXPECT_EQ(tally_.lost, 3u);
  EXPECT_FALSE(tally_.is_whole());
}

TEST_F(WitnessOfFaults, CountsNumbersThatAreLeftOutBetweenConnections) {
  begin(kFirst);
  number(kFirst, kStart);
  begin(kFirst + 3);
  EXPECT_EQ(tally_.lost, 2u);
}

TEST_F(WitnessOfFaults, CountsAGap) {
  begin(kFirst);
  take(R"({"type":"gap","from":)" + std::to_string(kFirst) + R"(,"to":)" + std::to_string(kFirst + 9) + "}");
  EXPECT_EQ(tally_.lost, 9u);
}

TEST_F(WitnessOfFaults, CountsNumbersThatComeAgain) {
  begin(kFirst);
  number(kFirst, kStart);
  number(kFirst, kStart + 50);
  EXPECT_EQ(tally_.repeated, 1u);
  EXPECT_FALSE(tally_.is_whole());
}

TEST_F(WitnessOfFaults, CountsNumbersThatComeBeforeTheyAreDue) {
  begin(kFirst);
  number(kFirst, kStart - 2);
  EXPECT_EQ(tally_.early, 1u);
  EXPECT_FALSE(tally_.is_whole());
}

TEST_F(WitnessOfFaults, CountsValuesOfAReceivedChannelThatDoNotGoOnCounting) {
  Witness witness(tally_);
  const auto take = [&](const std::string& text) { witness.take(text, kStart); };
  const std::string log = '"' + std::string(32, 'a') + '"';
  take(R"({"type":"started","channel":"temperature","log":)" + log + R"(,"next":7})");
  take(R"({"type":"number","seq":7,"message":6,"at_ms":1764000000000})");
  take(R"({"type":"numbers","seq":8,"messages":[7,8],"at_ms":[1764000000000,1764000000000]})");
  EXPECT_TRUE(tally_.is_whole());
  take(R"({"type":"number","seq":10,"message":8,"at_ms":1764000000000})");
  EXPECT_EQ(tally_.wrong, 1u);
  EXPECT_EQ(tally_.repeated + tally_.lost, 0u);
  EXPECT_FALSE(tally_.is_whole());
}

TEST_F(WitnessOfFaults, CountsTextsThatNobodyUnderstands) {
  take("not JSON");
  EXPECT_EQ(tally_.unread, 1u);
  EXPECT_FALSE(tally_.is_whole());
}

}  // namespace
}  // namespace sws
