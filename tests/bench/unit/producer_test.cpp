#include "tests/bench/client/producer.hpp"

#include <gtest/gtest.h>

#include "tests/bench/client/clock.hpp"

namespace sws::bench {
namespace {

TEST(Producer, GivesEachChannelInTurnANumber) {
  Settings settings;
  settings.channels = 3;
  EXPECT_TRUE(post_request(settings, 0).starts_with("POST /channels/c0 HTTP/1.1\r\n"));
  const std::string sixth = post_request(settings, 5);
  EXPECT_TRUE(sixth.starts_with("POST /channels/c2 HTTP/1.1\r\n")) << sixth;
  EXPECT_TRUE(sixth.ends_with("Content-Length: 3\r\n\r\n5.5")) << sixth;
  EXPECT_EQ(producer_step(settings), kSecond / 3);
}

TEST(Producer, WritesTheWholeMessageForAServerThatPassesItOn) {
  Settings settings;
  settings.push_message = true;
  EXPECT_TRUE(post_request(settings, 7).ends_with("Content-Length: 16\r\n\r\n{\"message\": 7.5}"));
}

TEST(Producer, HasEnoughNumbersForTheWholeRun) {
  Settings settings;
  settings.channels = 10;
  settings.warmup_seconds = 1;
  settings.seconds = 4;
  EXPECT_GT(producer_numbers(settings), 50U);
}

TEST(Producer, UnderstandsAnswersThatAreWhole) {
  const std::string with_body = "HTTP/1.1 202 Accepted\r\ncontent-length:  4\r\nServer: x\r\n\r\nbody";
  EXPECT_FALSE(whole_answer(with_body.substr(0, with_body.size() - 1)));
  const auto answer = whole_answer(with_body + "HTTP/1.1 429");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 202);
  EXPECT_EQ(answer->size, with_body.size());
  EXPECT_FALSE(whole_answer("HTTP/1.1 204 No Content\r\n"));
  EXPECT_EQ(whole_answer("HTTP/1.1 204 No Content\r\n\r\n")->size, 27U);
}

}  // namespace
}  // namespace sws::bench
