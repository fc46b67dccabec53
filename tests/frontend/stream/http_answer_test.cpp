#include "frontend/stream/http_answer.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

using namespace std::chrono_literals;
using Next = OpeningRefusal::Next;

HttpAnswer plain(int status, std::string text) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .text = std::move(text)};
}

TEST(HttpAnswer, ARefusalIsSaidInTheServersOwnWords) {
  const OpeningRefusal refusal = understand(plain(403, "the access token has expired\n"));
  EXPECT_EQ(refusal.why, "the access token has expired (403)");
  EXPECT_EQ(refusal.next, Next::stop);
}

TEST(HttpAnswer, ABodyThatIsNotPlainTextOrIsEmptyIsReplacedByASentence) {
  EXPECT_EQ(understand({.status = 403, .content_type = "text/html", .text = "<h1>no</h1>"}).why,
            "this page is not allowed to open streams here (403)");
  EXPECT_EQ(understand(plain(403, "")).why, "this page is not allowed to open streams here (403)");
  EXPECT_EQ(understand({.status = 503}).why, "the server is too busy right now (503)");
}

TEST(HttpAnswer, AMediaTypeIsTheSameInCapitals) {
  EXPECT_EQ(understand({.status = 403, .content_type = "Text/Plain;Charset=UTF-8", .text = "no\n"}).why,
            "no (403)");
}

TEST(HttpAnswer, ALineWithoutAVisibleCharacterIsReplacedByASentence) {
  EXPECT_EQ(understand(plain(403, "\u202e \n")).why, "this page is not allowed to open streams here (403)");
}

TEST(HttpAnswer, OnlyOneLineIsSaid) {
  EXPECT_EQ(understand(plain(500, "first\r\nsecond")).why, "first (500)");
  EXPECT_EQ(understand(plain(500, std::string(500, 'x'))).why, std::string(200, 'x') + "… (500)");
}

TEST(HttpAnswer, ATimeToWaitIsUnderstoodFor429And503Only) {
  for (const int status : {429, 503}) {
    const OpeningRefusal refusal = understand({.status = status, .retry_after = "7"});
    EXPECT_EQ(refusal.next, Next::wait) << status;
    EXPECT_EQ(refusal.wait, 7s) << status;
  }
  EXPECT_EQ(understand({.status = 403, .retry_after = "7"}).wait, 0s);
  EXPECT_EQ(understand({.status = 500, .retry_after = "7"}).next, Next::retry);
}

TEST(HttpAnswer, WhatAFurtherAttemptCannotChangeEndsTheStream) {
  for (const int status : {401, 403, 407, 451})
    EXPECT_EQ(understand({.status = status}).next, Next::stop) << status;
  for (const int status : {0, 200, 302, 400, 404, 426, 500, 502, 504}) {
    EXPECT_EQ(understand({.status = status}).next, Next::retry) << status;
  }
}

TEST(HttpAnswer, ThatAnUpgradeWouldBeAdmittedPointsAtTheWay) {
  EXPECT_EQ(understand(plain(426, "this is a WebSocket: connect to it with Upgrade")).why,
            "the server answers, but the WebSocket did not open; if this continues, a proxy is probably blocking "
            "WebSockets (426)");
  EXPECT_EQ(understand({.status = 502}).why, "a proxy cannot reach the server (502)");
  EXPECT_EQ(understand({.status = 200}).why, "something other than the stream answers at its address (200)");
}

TEST(HttpAnswer, NoAnswerMeansThatTheServerCannotBeReached) {
  EXPECT_EQ(understand({}).why, "the server cannot be reached (1006)");
}

}  // namespace
}  // namespace sws
