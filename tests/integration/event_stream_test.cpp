// The numbers as Server-Sent Events, over real sockets.
#include <gtest/gtest.h>
#include <signal.h>

#include <memory>

#include "tests/integration/event_client.hpp"
#include "tests/integration/metrics.hpp"
#include "tests/integration/old_stream.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/tls_fixture.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

const Arguments kFast = {"--interval-ms", "10", "--count", "1000000"};

Arguments fast(Arguments more) {
  more.insert(more.end(), kFast.begin(), kFast.end());
  return more;
}

std::string last_event(const std::string& id) {
  return "Last-Event-ID: " + id + "\r\n";
}

unsigned status_of(const Server& server, std::string_view header_lines = "",
                   std::string_view target = "/events/some_url/") {
  return EventClient(server.port(), target, header_lines).status();
}

double metric(const Server& server, const std::string& name) {
  return Metrics::of(server.admin_port()).value("simplewebsocket_" + name);
}

TEST(EventStream, SendsAllNumbersAndAnEndAndThenThereIsNothingLeft) {
  const Server server({"--interval-ms", "10", "--count", "20"});
  EventClient viewer(server.port());
  EXPECT_EQ(viewer.status(), 200u);
  const auto events = viewer.rest();
  ASSERT_EQ(events.size(), 21u);
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(events[i].name, "");
    EXPECT_TRUE(events[i].data.starts_with("{\"message\": ")) << events[i].data;
    EXPECT_TRUE(events[i].id.ends_with("." + std::to_string(i + 1))) << events[i].id;
  }
  EXPECT_EQ(events[20].name, "end");
  EXPECT_EQ(events[20].data, R"({"type":"end","reason":"complete","next":20})");
  EXPECT_GE(std::stoi(viewer.retry()), 1'000);
  EXPECT_LE(std::stoi(viewer.retry()), 5'000);
  RawConnection again(server.port());
  again.send(request("GET /events/some_url/", last_event(viewer.last_event_id())));
  EXPECT_EQ(again.receive_response().result_int(), 204u);
}

TEST(EventStream, AViewerThatComesBackMissesNothingAndSeesNothingTwice) {
  const Server server({"--interval-ms", "10", "--count", "200"});
  EventClient whole(server.port());
  const std::string id = whole.next().id;
  const std::string token = id.substr(0, id.rfind('.'));
  const auto expected = whole.rest();
  std::string last_event_id = token + ".0";
  std::vector<Event> seen;
  for (int connection = 0; connection < 4; ++connection) {
    EventClient part(server.port(), "/events/some_url/", last_event(last_event_id));
    for (int i = 0; i < 40; ++i) seen.push_back(part.next());
    last_event_id = part.last_event_id();
  }
  EventClient last(server.port(), "/events/some_url?last_event_id=" + last_event_id);
  for (auto& event : last.rest()) seen.push_back(std::move(event));
  ASSERT_EQ(seen.size(), 201u);
  EXPECT_EQ(seen[0].id, id);
  for (std::size_t i = 1; i < seen.size(); ++i) {
    EXPECT_EQ(seen[i].id, expected[i - 1].id);
    EXPECT_EQ(seen[i].data, expected[i - 1].data);
  }
}

TEST(EventStream, GoesOnAtAnotherServerWithTheSameSecret) {
  const SecretFile secret;
  const Arguments arguments = fast({"--secret-file", secret.path()});
  const Server first(arguments), second(arguments);
  EventClient before(first.port());
  before.next();
  EventClient after(second.port(), "/events/some_url/", last_event(before.last_event_id()));
  const Event event = after.next();
  EXPECT_EQ(event.name, "");
  EXPECT_TRUE(event.id.ends_with(".2"));
  EXPECT_EQ(event.id, before.next().id);
}

TEST(EventStream, AnIdThatMeansNothingBeginsANewStreamAndSaysSo) {
  const Server server(fast({"--admin", "127.0.0.1:0"}));
  EventClient viewer(server.port(), "/events/some_url/", last_event("nonsense.17"));
  EXPECT_EQ(viewer.status(), 200u);
  const Event restart = viewer.next();
  EXPECT_EQ(restart.name, "restart");
  EXPECT_NE(restart.data.find(R"("code":"bad_token")"), std::string::npos) << restart.data;
  EXPECT_TRUE(viewer.next().id.ends_with(".1"));
  EXPECT_EQ(metric(server, "refusals_total{reason=\"bad_token\"}"), 1);
  EXPECT_EQ(metric(server, "streams_resumed_total"), 0);
}

TEST(EventStream, HeadAndOptionsSpendNoStream) {
  const Server server(fast({"--admin", "127.0.0.1:0", "--max-connections-per-address", "3"}));
  for (int i = 0; i < 5; ++i) {
    RawConnection connection(server.port());
    connection.send(request("HEAD /events/some_url/"));
    const Response response = connection.receive_response(Method::head);
    EXPECT_EQ(response.result_int(), 200u);
    EXPECT_EQ(response["Content-Type"], "text/event-stream");
    EXPECT_FALSE(response.keep_alive());
    EXPECT_EQ(connection.receive_rest(), "");
  }
  RawConnection connection(server.port());
  connection.send(request("OPTIONS /events/some_url/"));
  EXPECT_EQ(connection.receive_response()["Allow"], "GET, HEAD, OPTIONS");
  EXPECT_EQ(metric(server, "streams_opened_total{protocol=\"events\"}"), 0);
}

TEST(EventStream, IsAlsoForHttp10) {
  const Server server({"--interval-ms", "10", "--count", "3"});
  EventClient viewer(std::make_unique<RawConnection>(server.port()), "GET /events/some_url/ HTTP/1.0\r\n\r\n");
  EXPECT_EQ(viewer.status(), 200u);
  EXPECT_EQ(viewer.rest().size(), 4u);
}

TEST(EventStream, AnotherRequestBehindItIsDropped) {
  const Server server({"--interval-ms", "10", "--count", "3"});
  EventClient viewer(std::make_unique<RawConnection>(server.port()),
                     request("GET /events/some_url/") + request("GET /"));
  viewer.connection().send(request("GET /"));
  EXPECT_EQ(viewer.rest().size(), 4u);
}

TEST(EventStream, CountsAsAStreamOfItsOwnKind) {
  const Server server(fast({"--admin", "127.0.0.1:0"}));
  auto viewer = std::make_unique<EventClient>(server.port());
  viewer->next();
  EXPECT_EQ(metric(server, "streams{protocol=\"events\"}"), 1);
  EXPECT_EQ(metric(server, "streams{protocol=\"plain\"}"), 0);
  EXPECT_GE(metric(server, "numbers_sent_total"), 1);
  viewer.reset();
  wait_until("the end of the stream", [&] { return metric(server, "streams{protocol=\"events\"}") == 0; });
  EXPECT_EQ(metric(server, "streams_opened_total{protocol=\"events\"}"), 1);
}

TEST(EventStream, TakesAPlaceOfItsAddress) {
  const Server server(fast({"--max-connections-per-address", "2"}));
  EventClient first(server.port());
  auto second = std::make_unique<EventClient>(server.port());
  EXPECT_EQ(second->status(), 200u);
  EXPECT_EQ(status_of(server), 429u);
  second.reset();
  wait_until("a place", [&] { return status_of(server) == 200; });
}

TEST(EventStream, TakesAPlaceOfTheClientThatAProxyNames) {
  const Server server(fast({"--max-connections-per-address", "1", "--trusted-proxy", "127.0.0.1"}));
  EventClient first(server.port(), "/events/some_url/", "X-Forwarded-For: 192.0.2.1\r\n");
  EXPECT_EQ(first.status(), 200u);
  EXPECT_EQ(status_of(server, "X-Forwarded-For: 192.0.2.1\r\n"), 429u);
  EXPECT_EQ(status_of(server, "X-Forwarded-For: 192.0.2.2\r\n"), 200u);
}

TEST(EventStream, IsForPagesOfAllowedOriginsOnly) {
  const Server server(fast({"--allowed-origin", "https://friend.example"}));
  EventClient friendly(server.port(), "/events/some_url/", "Origin: https://friend.example\r\n");
  EXPECT_EQ(friendly.status(), 200u);
  EXPECT_NE(friendly.header().find("\r\nAccess-Control-Allow-Origin: https://friend.example\r\n"),
            std::string::npos);
  EXPECT_EQ(status_of(server, "Origin: https://other.example\r\n"), 403u);
}

TEST(EventStream, EndsWithTheAccessTokenThatAdmittedIt) {
  const SecretFile secret;
  const Server server(fast({"--access-secret-file", secret.path()}));
  EXPECT_EQ(status_of(server), 403u);
  const Outcome issued = run_to_exit({"--access-secret-file", secret.path(), "--issue-access", "3"});
  const std::string token = issued.standard_output.substr(0, issued.standard_output.find('\n'));
  EventClient viewer(server.port(), "/events/some_url/?access=" + token);
  ASSERT_EQ(viewer.status(), 200u);
  EXPECT_GE(viewer.rest().size(), 1u);  // the body ends
  EXPECT_EQ(status_of(server, last_event(viewer.last_event_id()), "/events/some_url/?access=" + token), 403u);
}

TEST(EventStream, ADrainEndsItsBodyAndTheViewerGoesOnElsewhere) {
  const SecretFile secret;
  const Arguments arguments = fast({"--secret-file", secret.path()});
  Server first(arguments);
  EventClient viewer(first.port());
  viewer.next();
  first.process().signal(SIGTERM);
  for (const Event& event : viewer.rest()) EXPECT_EQ(event.name, "");
  EXPECT_EQ(first.process().wait_for_exit(), 0);
  const Server second(arguments);
  EventClient again(second.port(), "/events/some_url/", last_event(viewer.last_event_id()));
  const std::size_t dot = viewer.last_event_id().rfind('.') + 1;
  const int next = std::stoi(viewer.last_event_id().substr(dot)) + 1;
  EXPECT_EQ(again.next().id.substr(dot), std::to_string(next));
}

// With so much to come the kernel's buffers are full long before the end, and nothing is computed beyond them.
TEST(EventStream, AViewerThatDoesNotReadLosesNoEventAndDelaysNobody) {
  constexpr std::uint32_t kNumbers = 200'000;
  constexpr int kSmallBuffer = 4096;
  const std::string secret_in_hex(64, 'a');
  const SecretFile secret(secret_in_hex);
  const Server server(fast({"--threads", "1", "--admin", "127.0.0.1:0", "--secret-file", secret.path()}));
  EventClient slow(
      std::make_unique<RawConnection>(server.port(), "127.0.0.1", kSmallBuffer),
      request("GET /events/some_url/", last_event(old_stream(secret_in_hex, kNumbers, "events").token() + ".0")));
  EventClient healthy(server.port());
  for (int i = 0; i < 100; ++i) healthy.next();
  EXPECT_LT(metric(server, "numbers_caught_up_total"), kNumbers);
  for (int n = 1; n <= 10'000; ++n) {
    const std::string id = slow.next().id;
    ASSERT_EQ(id.substr(id.rfind('.') + 1), std::to_string(n));
  }
}

using EventStreamOverTls = Tls;

TEST_F(EventStreamOverTls, SendsAllNumbersAndSaysThatNothingFollows) {
  const Server server(with_tls({"--interval-ms", "10", "--count", "20"}));
  EventClient viewer(std::make_unique<TlsConnection>(server.port(), client()), request("GET /events/some_url/"));
  EXPECT_EQ(viewer.status(), 200u);
  EXPECT_EQ(viewer.rest().size(), 21u);  // throws unless close_notify comes before the end of TCP
}

}  // namespace
}  // namespace sws
