// An HttpSession over TLS.
#include <gtest/gtest.h>

#include "tests/backend/http/http_session_fixture.hpp"
#include "tests/backend/process/manual_calls.hpp"
#include "tests/integration/test_authority.hpp"
#include "tests/integration/tls_peer.hpp"
#include "tests/support/temporary_folder.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class HttpsSessionTest : public HttpSessionTest {
 protected:
  void connect_with_tls() {
    static const TestAuthority authority;
    static const TlsContext context = *TlsContext::load(authority.issue());
    connect({}, context.new_session());
  }

  void shake_hands() {
    for (int i = 0; i < 10 && !tls_.is_connected(); ++i) {
      peer_.say(tls_.take());
      run();
      tls_.feed(peer_.hear());
    }
    peer_.say(tls_.take());
    run();
    tls_.feed(peer_.hear());
  }

  TlsPeer tls_;
};

TEST_F(HttpsSessionTest, AnswersOverTls) {
  connect_with_tls();
  shake_hands();
  tls_.write(kRequest);
  EXPECT_TRUE(tls_.feed(ask(tls_.take())).ends_with("\r\n\r\nthe page"));
}

TEST_F(HttpsSessionTest, SendsAFileOverTlsAndKeepsNoMoreThanARecordOfIt) {
  const TemporaryFolder folder;
  const std::string content(1'000'000, 'x');
  folder.write("large.txt", content);
  ManualCalls calls;
  service_.files = {std::make_shared<const WebRoot>(folder.path()), &calls};
  connect_with_tls();
  shake_hands();
  tls_.write("GET /large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n");
  peer_.say(tls_.take());
  std::string answer;
  for (std::string heard = "x"; !heard.empty();) {
    do {
      run();
    } while (calls.run_one());
    heard = peer_.hear();
    answer += tls_.feed(heard);
  }
  EXPECT_TRUE(answer.ends_with("\r\n\r\n" + content)) << answer.size();
  EXPECT_GE(calls.made(), content.size() / 16'384);
  EXPECT_TRUE(is_open());
  connections_.end_all();
  run();
}

TEST_F(HttpsSessionTest, APeerThatDoesNotSpeakTlsIsToldSoInPlain) {
  settings_->hsts_max_age = 3600s;
  connect_with_tls();
  const std::string answer = ask(kRequest);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
  EXPECT_TRUE(has(answer, "this port speaks TLS")) << answer;
  EXPECT_FALSE(has(answer, "Strict-Transport-Security")) << answer;
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpsSessionTest, AnUnfinishedRequestIsAnswered408) {
  connect_with_tls();
  shake_hands();
  tls_.write("GET / HTTP/1.1\r\n");
  peer_.say(tls_.take());
  pass(10s);
  EXPECT_TRUE(tls_.feed(peer_.hear()).starts_with("HTTP/1.1 408 "));
}

}  // namespace
}  // namespace sws
