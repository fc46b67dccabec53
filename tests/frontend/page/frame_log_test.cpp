#include "frontend/page/frame_log.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST(FrameLog, ShowsTheNewestFirstWithTimeAndDirection) {
  FrameLog log;
  log.opening(10s);
  log.received("hello", 10'250ms);
  log.sent("start", 11s);
  EXPECT_EQ(log.rows(), "1.000 s\t→ sent\tstart\n0.250 s\t← received\thello\n0.000 s\t· connection\topening\n");
}

TEST(FrameLog, TimesCountFromTheFirstConnection) {
  FrameLog log;
  log.opening(10s);
  log.opening(13s);
  EXPECT_EQ(log.rows(), "3.000 s\t· connection\topening\n0.000 s\t· connection\topening\n");
}

TEST(FrameLog, KeepsTheLastFifty) {
  FrameLog log;
  for (int i = 0; i < 60; ++i) log.received(std::to_string(i), 0s);
  const std::string rows = log.rows();
  EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 50);
  EXPECT_EQ(rows.find("\t9\n"), std::string::npos);
  EXPECT_NE(rows.find("\t10\n"), std::string::npos);
}

TEST(FrameLog, KeepsTheBeginningOfALongFrameInWholeCharacters) {
  FrameLog log;
  log.received(std::string(199, 'x') + "é and more", 0s);
  EXPECT_EQ(log.rows(), "0.000 s\t← received\t" + std::string(199, 'x') + "…\n");
  FrameLog whole;
  whole.received(std::string(198, 'x') + "é", 0s);
  EXPECT_EQ(whole.rows(), "0.000 s\t← received\t" + std::string(198, 'x') + "é\n");
}

TEST(FrameLog, ControlCharactersBecomeSpaces) {
  FrameLog log;
  log.received("{\t\"a\":\n1}", 0s);
  EXPECT_EQ(log.rows(), "0.000 s\t← received\t{ \"a\": 1}\n");
}

}  // namespace
}  // namespace sws
