// Requests and answers of an HttpSession over a connection that stays or ends.
#include <gtest/gtest.h>

#include "tests/backend/http/http_session_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST_F(HttpSessionTest, PipelinedRequestsAreAnsweredInOrder) {
  connect();
  const std::string answers = ask(std::string(kRequest).append(kMissing).append(kRequest));
  EXPECT_EQ(count(answers, "HTTP/1.1 "), 3U) << answers;
  EXPECT_LT(answers.find("HTTP/1.1 200 "), answers.find("HTTP/1.1 404 "));
  EXPECT_LT(answers.find("HTTP/1.1 404 "), answers.rfind("HTTP/1.1 200 "));
  EXPECT_EQ(metrics_.requests.value(), 3U);
}

TEST_F(HttpSessionTest, ARequestMayComeByteByByte) {
  connect();
  std::string answer;
  for (const char byte : kRequest) answer += ask(std::string(1, byte));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nthe page")) << answer;
}

TEST_F(HttpSessionTest, ARefusalOfAWellFormedRequestKeepsTheConnection) {
  connect();
  const std::string refusal = ask(kMissing);
  EXPECT_TRUE(refusal.starts_with("HTTP/1.1 404 ")) << refusal;
  EXPECT_FALSE(has(refusal, "Connection: close")) << refusal;
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));
  EXPECT_EQ(metrics_.refusals[static_cast<std::size_t>(Reason::not_found)].value(), 1U);
}

TEST_F(HttpSessionTest, AMalformedRequestEndsTheConnectionAndNothingBehindItIsAnswered) {
  connect();
  const std::string answer = ask("GET / HTTP/1.1\r\nHost: a b\r\n\r\n" + std::string(kRequest));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
  EXPECT_TRUE(has(answer, "Connection: close\r\n")) << answer;
  EXPECT_EQ(count(answer, "HTTP/1.1 "), 1U) << answer;
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpSessionTest, AMalformedTargetEndsTheConnection) {
  connect();
  EXPECT_TRUE(has(ask("GET /%2 HTTP/1.1\r\nHost: localhost\r\n\r\n"), "Connection: close\r\n"));
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpSessionTest, ABodyIsNotReadSoTheConnectionEndsBehindIt) {
  connect();
  const std::string answer =
      ask("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 36\r\n\r\n" + std::string(kRequest));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
  EXPECT_EQ(count(answer, "HTTP/1.1 "), 1U) << answer;
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpSessionTest, TheConnectionEndsIfTheRequestAsksForIt) {
  connect();
  const std::string answer = ask("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(has(answer, "Connection: close\r\n")) << answer;
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpSessionTest, HeadIsAnsweredWithTheLengthAndWithoutTheBody) {
  connect();
  const std::string answer = ask("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
  EXPECT_TRUE(has(answer, "Content-Length: 8\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
  EXPECT_TRUE(ask(kRequest).ends_with("\r\n\r\nthe page"));  // HEAD was true of that request only
}

TEST_F(HttpSessionTest, HeadThatIsRefusedHasNoBodyEither) {
  connect();
  const std::string missing = ask("HEAD /missing HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_TRUE(missing.starts_with("HTTP/1.1 404 ")) << missing;
  EXPECT_TRUE(missing.ends_with("\r\n\r\n")) << missing;
  const std::string no_place = ask("HEAD /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_TRUE(no_place.starts_with("HTTP/1.1 503 ")) << no_place;
  EXPECT_TRUE(no_place.ends_with("\r\n\r\n")) << no_place;
}

TEST_F(HttpSessionTest, HeadThatIsMalformedIsAnsweredWithoutABody) {
  connect();
  const std::string answer = ask("HEAD / HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST_F(HttpSessionTest, HeadOfAnotherVersionIsAnsweredWithoutABody) {
  connect();
  const std::string answer = ask("HEAD / HTTP/2.0\r\nHost: localhost\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 505 ")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST_F(HttpSessionTest, AnswersTheCheckOfALoadBalancerWithoutHost) {
  connect();
  const std::string answer = ask("OPTIONS / HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
  EXPECT_TRUE(has(answer, "Allow: GET, HEAD, OPTIONS\r\n")) << answer;
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpSessionTest, ReadsListsInSeveralLines) {
  connect();
  EXPECT_TRUE(ask("GET / HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: \"0\"\r\nIf-None-Match: \"1\"\r\n\r\n")
                  .starts_with("HTTP/1.1 304 "));
  EXPECT_TRUE(has(ask("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: x\r\nConnection: close\r\n\r\n"),
                  "Connection: close\r\n"));
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpSessionTest, TheDateIsTheClocks) {
  connect();
  EXPECT_TRUE(has(ask(kRequest), "Date: Tue, 14 Nov 2023 22:13:20 GMT\r\n"));
  pass(3s);
  EXPECT_TRUE(has(ask(kRequest), "Date: Tue, 14 Nov 2023 22:13:23 GMT\r\n"));
}

TEST_F(HttpSessionTest, AConnectionThatIsNotAdmittedIsToldWhyWhateverItAsks) {
  connect(refusal_of(NotAdmitted::too_many));
  const std::string answer = ask(kMissing);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
  EXPECT_TRUE(has(answer, "Retry-After: 10\r\n")) << answer;
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpSessionTest, StrictTransportSecurityIsSaidOverHttpsOnly) {
  settings_->hsts_max_age = 3600s;
  settings_->trusted_proxies = {*AddressBlock::parse(kAddress)};
  connect();
  const std::string lines = "GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 198.51.100.1\r\n";
  EXPECT_FALSE(has(ask(lines + "X-Forwarded-Proto: http\r\n\r\n"), "Strict-Transport-Security"));
  EXPECT_TRUE(has(ask(lines + "X-Forwarded-Proto: https\r\n\r\n"), "Strict-Transport-Security: max-age=3600\r\n"));
  EXPECT_FALSE(has(ask(kRequest), "Strict-Transport-Security"));
}

TEST_F(HttpSessionTest, EndsWhenThePeerLeavesBetweenRequests) {
  connect();
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));
  peer_.leave();
  run();
  EXPECT_FALSE(is_open());
}

TEST_F(HttpSessionTest, KeepsTheSettingsThatItBeganWithAndNoLonger) {
  settings_->header_timeout = 20s;
  connect();
  const std::weak_ptr<const Settings> old = settings_;
  settings_ = std::make_shared<Settings>();  // a reload
  service_.settings = settings_;
  EXPECT_FALSE(old.expired());
  pass(19'990ms);
  EXPECT_TRUE(is_open());
  pass(10ms);
  EXPECT_FALSE(is_open());
  EXPECT_TRUE(old.expired());
}

TEST_F(HttpSessionTest, AnswersByTheSettingsThatItBeganWith) {
  settings_->access_secrets = Secret{1};
  connect();
  service_.settings = std::make_shared<Settings>();  // a reload that opens the server to everybody
  EXPECT_TRUE(ask("GET /?access=nonsense HTTP/1.1\r\nHost: localhost\r\n\r\n").starts_with("HTTP/1.1 403 "));
}

}  // namespace
}  // namespace sws
