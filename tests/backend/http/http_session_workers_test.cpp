// How an HttpSession answers whether the server works: it asks the workers first.
#include <gtest/gtest.h>

#include "tests/backend/http/http_session_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class HealthSite final : public Site {
 public:
  std::optional<Representation> find(std::string_view path, std::string_view) const override {
    Representation health{200, "alive\n", nullptr, "text/plain", "", ""};
    health.needs_workers = path == "/healthz";
    return health;
  }
};

class HttpSessionWorkersTest : public HttpSessionTest {
 protected:
  HttpSessionWorkersTest() {
    roll_call_.add("worker 1", [this](std::function<void()> answer) { worker_ = std::move(answer); });
    asking_.roll_call = &roll_call_;
  }

  void connect() {
    asking_.settings = settings_;
    auto slot = admission_.admit(boost::asio::ip::make_address(kAddress), ticker_.now());
    connections_.adopt(std::make_unique<HttpSession>(
        connections_, ticker_, asking_,
        Accepted{ByteStream(peer_.take_server_end(context_), nullptr), {}, std::move(*slot), {}}));
    run();
  }

  void answer() {
    std::exchange(worker_, nullptr)();
    run();
  }

  static std::string request(const std::string& method = "GET") {
    return method + " /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  HealthSite health_;
  std::function<void()> worker_;
  RollCall roll_call_{clock_, [this](std::function<void()> call) { boost::asio::post(context_, std::move(call)); }};
  HttpService asking_{.site = health_, .settings = {}, .admission = admission_};
};

TEST_F(HttpSessionWorkersTest, SaysThatTheServerLivesWhenTheWorkersHaveAnswered) {
  connect();
  EXPECT_EQ(ask(request()), "");
  answer();
  const std::string alive = peer_.hear();
  EXPECT_TRUE(alive.starts_with("HTTP/1.1 200 ")) << alive;
  EXPECT_TRUE(alive.ends_with("\r\n\r\nalive\n")) << alive;
}

TEST_F(HttpSessionWorkersTest, NamesTheWorkerThatDoesNotAnswer) {
  connect();
  ask(request());
  pass(900ms);
  EXPECT_EQ(peer_.hear(), "");
  pass(200ms);
  const std::string unwell = peer_.hear();
  EXPECT_TRUE(unwell.starts_with("HTTP/1.1 503 ")) << unwell;
  EXPECT_TRUE(unwell.ends_with("\r\n\r\nworker 1 has not answered for 1 s\n")) << unwell;
  EXPECT_TRUE(is_open());
  ask(request());
  answer();  // to the first question, late
  EXPECT_TRUE(peer_.hear().starts_with("HTTP/1.1 200 "));
}

TEST_F(HttpSessionWorkersTest, AnswersOptionsAndHeadLikeGet) {
  connect();
  for (const char* method : {"OPTIONS", "HEAD"}) {
    ask(request(method));
    answer();
    const std::string well = peer_.hear();
    EXPECT_TRUE(well.starts_with("HTTP/1.1 200 ")) << well;
    EXPECT_EQ(has(well, "\r\nAllow: GET, HEAD, OPTIONS\r\n"), method == std::string("OPTIONS")) << well;
    EXPECT_FALSE(has(well, "alive")) << well;
    ask(request(method));
    pass(1'100ms);
    const std::string unwell = peer_.hear();
    EXPECT_TRUE(unwell.starts_with("HTTP/1.1 503 ")) << unwell;
    answer();
  }
}

TEST_F(HttpSessionWorkersTest, AsksNobodyAboutOtherPaths) {
  connect();
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));
  EXPECT_FALSE(worker_);
}

TEST_F(HttpSessionWorkersTest, ASessionThatEndsMeanwhileIsNotAnswered) {
  connect();
  ask(request());
  drain();
  EXPECT_TRUE(is_open());
  connections_.end_all();
  run();
  EXPECT_FALSE(is_open());
  answer();
}

}  // namespace
}  // namespace sws
