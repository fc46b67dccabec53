// How an HttpSession takes what is POSTed.
#include <gtest/gtest.h>

#include <vector>

#include "tests/backend/http/http_session_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;
namespace http = boost::beast::http;

// Remembers the bodies, and answers at once or when the test says so.
class FakePostHandler final : public PostHandler {
 public:
  bool takes_posts_at(std::string_view path) const override { return path.starts_with("/channels/"); }
  void post(const PostedRequest& request, std::function<void(const PostAnswer&)> answered) override {
    bodies.emplace_back(request.body);
    keys.emplace_back(request.idempotency_key);
    answered_ = std::move(answered);
    if (answers_at_once)
      answer(std::string(request.path));  // `path` is used when the session may have forgotten it
  }
  void answer(const PostAnswer& answer) { std::exchange(answered_, nullptr)(answer); }
  void forget() { answered_ = nullptr; }

  std::vector<std::string> bodies;
  std::vector<std::string> keys;
  bool answers_at_once = true;

 private:
  std::function<void(const PostAnswer&)> answered_;
};

class HttpSessionPostTest : public HttpSessionTest {
 protected:
  HttpSessionPostTest() { service_.posts = &posts_; }

  static std::string post(const std::string& body, const std::string& fields = "") {
    return head("Content-Length: " + std::to_string(body.size()) + "\r\n" + fields) + body;
  }
  static std::string head(const std::string& fields) {
    return "POST /channels/a HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
  }

  FakePostHandler posts_;
};

TEST_F(HttpSessionPostTest, ABodyIsPassedOnAndTheAnswerIsJson) {
  connect();
  const std::string answer = ask(post("21.5"));
  EXPECT_EQ(posts_.bodies, (std::vector<std::string>{"21.5"}));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
  EXPECT_TRUE(has(answer, "Content-Type: application/json\r\n")) << answer;
  EXPECT_TRUE(has(answer, "Cache-Control: no-store\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\nContent-Length: 11\r\n\r\n/channels/a")) << answer;
}

TEST_F(HttpSessionPostTest, TheIdempotencyKeyIsPassedOn) {
  connect();
  ask(post("1", "Idempotency-Key: 8e03978e-40d5-43dd-bc93-6894a57f9324\r\n"));
  ask(post("2"));
  EXPECT_EQ(posts_.keys, (std::vector<std::string>{"8e03978e-40d5-43dd-bc93-6894a57f9324", ""}));
}

TEST_F(HttpSessionPostTest, TheConnectionStaysForMorePostsAndOtherRequests) {
  connect();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(ask(post(std::to_string(i))).starts_with("HTTP/1.1 200 ")) << i;
  EXPECT_TRUE(ask(kRequest).ends_with("the page"));
  EXPECT_EQ(count(ask(post("3") + post("4") + std::string(kRequest)), "HTTP/1.1 200 "), 3U);
  EXPECT_EQ(posts_.bodies, (std::vector<std::string>{"0", "1", "2", "3", "4"}));
}

TEST_F(HttpSessionPostTest, ABodyMayComeByteByByteAndInChunks) {
  connect();
  std::string answer;
  for (const char byte : head("Transfer-Encoding: chunked\r\n") + "3\r\n21.\r\n1\r\n5\r\n0\r\n\r\n") {
    answer += ask(std::string(1, byte));
  }
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
  EXPECT_EQ(posts_.bodies, (std::vector<std::string>{"21.5"}));
}

TEST_F(HttpSessionPostTest, ABodyMayBeAsLargeAsTheLimit) {
  connect();
  const std::string body(1'048'576, 'x');
  const std::string request = post(body);
  std::string answer;
  for (std::size_t at = 0; at < request.size(); at += 10'000) answer += ask(request.substr(at, 10'000));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
  ASSERT_EQ(posts_.bodies.size(), 1U);
  EXPECT_TRUE(posts_.bodies.front() == body);
}

TEST_F(HttpSessionPostTest, ALargerBodyIsRefusedBeforeItComesAndTheConnectionEnds) {
  connect();
  const std::string answer = ask(head("Content-Length: 1048577\r\nExpect: 100-continue\r\n"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 ")) << answer;
  EXPECT_TRUE(has(answer, "1048576 bytes")) << answer;
  EXPECT_TRUE(has(answer, "Connection: close\r\n")) << answer;
  EXPECT_TRUE(peer_.has_heard_end());
  EXPECT_EQ(metrics_.refusals[static_cast<std::size_t>(Reason::body_too_large)].value(), 1U);
  EXPECT_TRUE(posts_.bodies.empty());
}

TEST_F(HttpSessionPostTest, AMalformedChunkEndsTheConnectionAndNothingIsPassedOn) {
  connect();
  const std::string answer = ask(head("Transfer-Encoding: chunked\r\n") + "1\r\n1\r\nx\r\n" + post("2"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
  EXPECT_EQ(count(answer, "HTTP/1.1 "), 1U) << answer;
  EXPECT_TRUE(peer_.has_heard_end());
  EXPECT_TRUE(posts_.bodies.empty());
}

TEST_F(HttpSessionPostTest, AClientThatAsksWhetherToSendTheBodyIsToldToContinue) {
  connect();
  EXPECT_EQ(ask(head("Content-Length: 2\r\nExpect: 100-Continue\r\n")), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_TRUE(ask("72").starts_with("HTTP/1.1 200 "));
  EXPECT_TRUE(ask(post("73", "Expect: 100-continue\r\n")).starts_with("HTTP/1.1 200 "));  // it did not wait
  EXPECT_TRUE(ask(post("", "Expect: 100-continue\r\n")).starts_with("HTTP/1.1 200 "));
  EXPECT_EQ(posts_.bodies, (std::vector<std::string>{"72", "73", ""}));
}

TEST_F(HttpSessionPostTest, ABodyThatEndsTooSoonIsNotPassedOn) {
  connect();
  EXPECT_EQ(ask(head("Content-Length: 5\r\n") + "21.5"), "");
  peer_.leave();
  run();
  EXPECT_FALSE(is_open());
  EXPECT_TRUE(posts_.bodies.empty());
}

TEST_F(HttpSessionPostTest, ASlowBodyIsRefusedAtItsDeadlineHoweverItComes) {
  connect();
  EXPECT_EQ(ask(head("Content-Length: 100\r\n")), "");
  for (int i = 0; i < 29; ++i) {
    pass(1s);
    EXPECT_EQ(ask("1"), "") << i;
  }
  pass(1s);
  const std::string answer = peer_.hear();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 408 ")) << answer;
  EXPECT_TRUE(has(answer, "the body did not come within 30 seconds")) << answer;
  EXPECT_TRUE(peer_.has_heard_end());
  EXPECT_TRUE(posts_.bodies.empty());
}

TEST_F(HttpSessionPostTest, TheAnswerMayComeLater) {
  posts_.answers_at_once = false;
  connect();
  EXPECT_EQ(ask(post("1") + post("2")), "");
  EXPECT_EQ(posts_.bodies, (std::vector<std::string>{"1"}));
  posts_.answer(std::string("{}"));
  run();
  EXPECT_TRUE(peer_.hear().ends_with("\r\n\r\n{}"));
  EXPECT_EQ(posts_.bodies, (std::vector<std::string>{"1", "2"}));
}

TEST_F(HttpSessionPostTest, ARefusalOfTheHandlerKeepsTheConnection) {
  posts_.answers_at_once = false;
  connect();
  EXPECT_EQ(ask(post("1")), "");
  posts_.answer(Refusal{.status = http::status::too_many_requests,
                        .reason = Reason::method_not_allowed,
                        .explanation = "slower",
                        .retry_after = 1s});
  run();
  const std::string answer = peer_.hear();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 429 ")) << answer;
  EXPECT_TRUE(has(answer, "Retry-After: 1\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nslower\n")) << answer;
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));
}

TEST_F(HttpSessionPostTest, AnAnswerThatDoesNotComeIsA503AndALateOneIsNothing) {
  posts_.answers_at_once = false;
  connect();
  EXPECT_EQ(ask(post("1")), "");
  pass(9'990ms);
  EXPECT_EQ(peer_.hear(), "");
  pass(10ms);
  EXPECT_TRUE(peer_.hear().starts_with("HTTP/1.1 503 "));
  EXPECT_EQ(metrics_.refusals[static_cast<std::size_t>(Reason::post_unanswered)].value(), 1U);
  posts_.answer(std::string("{}"));
  run();
  EXPECT_EQ(peer_.hear(), "");
  EXPECT_TRUE(is_open());  // it waits for the peer to leave
}

TEST_F(HttpSessionPostTest, AnAnswerMayComeAfterTheConnectionHasEnded) {
  posts_.answers_at_once = false;
  connect();
  EXPECT_EQ(ask(post("1")), "");
  connections_.end_all();
  posts_.answer(Refusal{http::status::not_found, Reason::not_found, "nothing"});  // before the session is destroyed
  run();
  EXPECT_FALSE(is_open());
  EXPECT_EQ(peer_.hear(), "");
  EXPECT_EQ(metrics_.refusals[static_cast<std::size_t>(Reason::not_found)].value(), 0U);
}

TEST_F(HttpSessionPostTest, AHandlerMayForgetAPostAndTheConnectionStillEnds) {
  posts_.answers_at_once = false;
  connect();
  EXPECT_EQ(ask(post("1")), "");
  posts_.forget();
  connections_.end_all();
  run();
  EXPECT_FALSE(is_open());
}

TEST_F(HttpSessionPostTest, AConnectionThatIsAskedToDrainAnswersItsPostAndEnds) {
  posts_.answers_at_once = false;
  connect();
  EXPECT_EQ(ask(post("1")), "");
  drain();
  posts_.answer(std::string("{}"));
  run();
  EXPECT_TRUE(has(peer_.hear(), "Connection: close\r\n"));
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpSessionPostTest, ABodyThatIsBeingReadWhenTheServerStopsHasASecond) {
  connect();
  EXPECT_EQ(ask(head("Content-Length: 2\r\n") + "1"), "");
  drain();
  pass(990ms);
  EXPECT_EQ(peer_.hear(), "");
  EXPECT_TRUE(ask("2").starts_with("HTTP/1.1 200 "));
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpSessionPostTest, OtherMethodsAreRefusedWithTheOneThatIsAllowed) {
  connect();
  for (const char* method : {"GET", "PUT", "DELETE"}) {
    const std::string answer = ask(std::string(method) + " /channels/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 405 ")) << answer;
    EXPECT_TRUE(has(answer, "Allow: OPTIONS, POST\r\n")) << answer;
  }
  const std::string methods = ask("OPTIONS /channels/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_TRUE(methods.starts_with("HTTP/1.1 200 ")) << methods;
  EXPECT_TRUE(has(methods, "Allow: OPTIONS, POST\r\n")) << methods;
  EXPECT_TRUE(posts_.bodies.empty());
}

TEST_F(HttpSessionPostTest, OtherPathsTakeNoPosts) {
  connect();
  const std::string answer = ask(kPost);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 405 ")) << answer;
  EXPECT_TRUE(has(answer, "Allow: GET, HEAD, OPTIONS\r\n")) << answer;
  EXPECT_TRUE(has(answer, "Connection: close\r\n")) << answer;
}

TEST_F(HttpSessionPostTest, AListenerWithoutAHandlerTakesNoPosts) {
  service_.posts = nullptr;
  connect();
  EXPECT_TRUE(ask(post("1")).starts_with("HTTP/1.1 405 "));
}

TEST_F(HttpSessionPostTest, APageOfAnotherSiteIsRefusedBeforeItsBodyIsRead) {
  service_.for_operators = true;
  connect();
  const std::string answer = ask(head("Content-Length: 5\r\nOrigin: http://elsewhere.example\r\n"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 403 ")) << answer;
  EXPECT_TRUE(has(answer, "Connection: close\r\n")) << answer;
  EXPECT_TRUE(posts_.bodies.empty());
}

TEST_F(HttpSessionPostTest, APushSecretIsNeededBeforeTheBodyIsRead) {
  settings_->push_secret = "0123456789abcdef";
  connect();
  const std::string answer = ask(head("Content-Length: 5\r\n"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 401 ")) << answer;
  EXPECT_TRUE(has(answer, "WWW-Authenticate: Bearer\r\n")) << answer;
  EXPECT_TRUE(posts_.bodies.empty());
}

TEST_F(HttpSessionPostTest, APushSecretAdmitsPosts) {
  settings_->push_secret = "0123456789abcdef";
  connect();
  EXPECT_TRUE(ask(post("1", "Authorization: Bearer 0123456789abcdef\r\n")).starts_with("HTTP/1.1 200 "));
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));  // reading needs none
}

}  // namespace
}  // namespace sws
