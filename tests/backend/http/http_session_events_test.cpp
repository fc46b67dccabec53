// An HttpSession that is asked for Server-Sent Events.
#include <gtest/gtest.h>

#include "backend/admission/access.hpp"
#include "tests/backend/http/http_session_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

std::string with(std::string_view lines, std::string_view request = kEvents) {
  std::string all(request);
  return all.insert(all.find("Host:"), lines);
}

constexpr std::string_view kForeign = "Origin: http://elsewhere.example\r\n";

TEST_F(HttpSessionTest, ARequestForEventsHandsOverTheHeaderOfAResponseThatDoesNotEnd) {
  connect();
  EXPECT_EQ(ask(with("Last-Event-ID: 17\r\n") + "GET / HTTP/1.1\r\n"), "");
  EXPECT_TRUE(upgrader_.record.opened);
  EXPECT_EQ(upgrader_.record.address, (StreamAddress{"a channel", Framing::events}));
  EXPECT_EQ(upgrader_.record.last_event_id, "17");
  EXPECT_EQ(connections_.size(), 1U);  // the session has gone, the stream has not
  EXPECT_FALSE(admission_.admit());    // the stream has the session's slot
  const std::string& header = upgrader_.record.response_header;
  EXPECT_TRUE(header.starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(header.ends_with("\r\n\r\n"));
  EXPECT_EQ(count(header, "\r\n\r\n"), 1U);
  for (const char* line : {"Content-Type: text/event-stream", "Cache-Control: no-store", "Connection: close",
                           "X-Accel-Buffering: no", "Vary: Origin", "X-Content-Type-Options: nosniff",
                           "Referrer-Policy: no-referrer", "Server: SimpleWebsocket"}) {
    EXPECT_EQ(count(header, "\r\n" + std::string(line) + "\r\n"), 1U) << line;
  }
  EXPECT_TRUE(has(header, "\r\nContent-Security-Policy: "));
  EXPECT_TRUE(has(header, "\r\nDate: "));
  EXPECT_FALSE(has(header, "Content-Length"));
  EXPECT_FALSE(has(header, "Access-Control"));
}

TEST_F(HttpSessionTest, EventsOverHttp10AreTheSame) {
  connect();
  EXPECT_EQ(ask("GET /events HTTP/1.0\r\n\r\n"), "");
  EXPECT_TRUE(upgrader_.record.opened);
  EXPECT_TRUE(has(upgrader_.record.response_header, "\r\nConnection: close\r\n"));
}

TEST_F(HttpSessionTest, HeadGetsTheHeaderOfEventsAndNoStream) {
  connect();
  const std::string answer = ask("HEAD /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
  EXPECT_TRUE(has(answer, "Content-Type: text/event-stream\r\n")) << answer;
  EXPECT_TRUE(has(answer, "Connection: close\r\n")) << answer;
  EXPECT_FALSE(upgrader_.record.opened);
}

TEST_F(HttpSessionTest, AViewerWhoHasSeenAllEventsIsToldNotToComeBack) {
  connect();
  const std::string answer = ask(with("Last-Event-ID: the last\r\n"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 204 No Content\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
  EXPECT_FALSE(has(answer, "Content-Length")) << answer;
  EXPECT_FALSE(has(answer, "\r\nContent-Type: ")) << answer;
  EXPECT_FALSE(upgrader_.record.opened);
}

// Browsers ask for events over the connection over which the page came, and here it has the only place.
TEST_F(HttpSessionTest, OverAnOldConnectionEventsNeedNoOtherPlace) {
  connect();
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));
  const std::string answer = ask(with("Last-Event-ID: the last\r\n"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 204 ")) << answer;
}

TEST_F(HttpSessionTest, APageOfAnAllowedOriginMayReadEvents) {
  settings_->origins = OriginPolicy({*OriginPattern::parse("http://elsewhere.example")});
  connect();
  const std::string last = ask(with(std::string(kForeign) + "Last-Event-ID: the last\r\n"));
  EXPECT_TRUE(last.starts_with("HTTP/1.1 204 ")) << last;
  EXPECT_TRUE(has(last, "Access-Control-Allow-Origin: http://elsewhere.example\r\n")) << last;
}

TEST_F(HttpSessionTest, TheHeaderOfEventsNamesTheAllowedOrigin) {
  settings_->origins = OriginPolicy({*OriginPattern::parse("http://elsewhere.example")});
  connect();
  EXPECT_EQ(ask(with(kForeign)), "");
  const std::string& header = upgrader_.record.response_header;
  EXPECT_TRUE(has(header, "Access-Control-Allow-Origin: http://elsewhere.example\r\n")) << header;
  EXPECT_TRUE(has(header, "Access-Control-Allow-Credentials: true\r\n")) << header;
  EXPECT_TRUE(has(header, "Vary: Origin\r\n")) << header;
}

TEST_F(HttpSessionTest, APageOfAnotherOriginGetsNoEventsAndMayReadWhyButNotWithCookies) {
  connect();
  const std::string head(with(kForeign, "HEAD /events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  for (const std::string& request :
       {with(kForeign), head, with(std::string(kForeign) + "Last-Event-ID: the last\r\n")}) {
    const std::string answer = ask(request);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 403 ")) << answer;
    EXPECT_TRUE(has(answer, "Access-Control-Allow-Origin: *\r\n")) << answer;
    EXPECT_FALSE(has(answer, "Access-Control-Allow-Credentials")) << answer;
  }
  EXPECT_FALSE(upgrader_.record.opened);
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));  // the connection stays
}

TEST_F(HttpSessionTest, EventsNeedAnAccessTokenIfThereIsASecretAndEndWithIt) {
  settings_->access_secrets = Secret{1};
  connect();
  EXPECT_TRUE(ask(kEvents).starts_with("HTTP/1.1 403 "));
  EXPECT_TRUE(ask(with("Last-Event-ID: the last\r\n")).starts_with("HTTP/1.1 403 "));
  const auto expiry = WallTime::clock::to_time_t(clock_.wall() + 60s);
  std::string request(kEvents);
  request.replace(request.find("/events"), 7, "/events?access=" + issue_access_token(Secret{1}, {expiry}));
  EXPECT_EQ(ask(request), "");
  EXPECT_TRUE(upgrader_.record.opened);
  EXPECT_EQ(upgrader_.record.admitted_until, clock_.steady() + 60s);
}

TEST_F(HttpSessionTest, EventsThatADrainingSessionOpensAreDrained) {
  connect();
  peer_.say(kEvents.substr(0, 10));
  run();
  drain();
  EXPECT_EQ(ask(kEvents.substr(10)), "");
  EXPECT_TRUE(upgrader_.record.drained);
}

class AwaySource : public HttpSessionTest, public testing::WithParamInterface<std::string_view> {};

TEST_P(AwaySource, IsAReasonToComeBackLater) {
  upgrader_.why_unavailable = Unavailable{"the source is away", "event: source\n\n"};
  connect();
  const std::string answer = ask(GetParam());
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
  EXPECT_TRUE(has(answer, "Retry-After: 2\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nthe source is away\n")) << answer;
  EXPECT_FALSE(upgrader_.record.opened);
}

TEST_F(HttpSessionTest, ASourceThatIsAwayEndsTheEventsSoThatTheViewerComesBack) {
  upgrader_.why_unavailable = Unavailable{"the source is away", "event: source\n\n"};
  connect();
  const std::string answer = ask(kEvents);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
  EXPECT_TRUE(has(answer, "Content-Type: text/event-stream\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nevent: source\n\n")) << answer;
  EXPECT_FALSE(upgrader_.record.opened);
}

INSTANTIATE_TEST_SUITE_P(For, AwaySource,
                         testing::Values(kUpgrade, "GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n"));

}  // namespace
}  // namespace sws
