// A broker that is away, and comes back.
#include <signal.h>

#include "tests/integration/event_client.hpp"
#include "tests/integration/log_pipe.hpp"
#include "tests/integration/nats_fixture.hpp"
#include "tests/integration/test_authority.hpp"

namespace sws {
namespace {

TEST(NatsAway, NothingIsLostWhileTheBrokerRestarts) {
  NatsServerProcess broker;
  const Server node(nats_arguments(broker.url()));
  await_log(node);
  LogClient viewer(node.port(), "temperature");
  viewer.start(0);
  NatsProducer(broker.url()).publish_numbers(kSubject, 1, 4);
  viewer.read_to(4);
  broker.stop();
  viewer.read_to_source(false);
  EXPECT_EQ(channel_metric(node, "source_connected"), 0);
  EXPECT_EQ(get(node.admin_port(), "/readyz").result_int(), 200u);
  broker.restart();
  NatsProducer(broker.url()).publish_numbers(kSubject, 4, 7);
  viewer.read_to(7);
  viewer.read_to_source(true);
  EXPECT_EQ(viewer.values(), (std::vector<double>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(viewer.gaps(), std::vector<Gap>());
  EXPECT_EQ(channel_metric(node, "source_connected"), 1);
  EXPECT_EQ(channel_metric(node, "source_reconnects_total"), 1);
}

TEST(NatsAway, ANodeServesWhatItHasAndSaysSo) {
  NatsServerProcess broker;
  const Server node(nats_arguments(broker.url()));
  await_log(node);
  NatsProducer(broker.url()).publish_numbers(kSubject, 1, 4);
  await_position(node, 4);
  EXPECT_EQ(channel_metric(node, "unread_numbers"), 0);
  broker.kill();
  wait_until("that the node notices", [&] { return channel_metric(node, "source_connected") == 0; });
  EXPECT_THROW(channel_metric(node, "unread_numbers"), std::runtime_error) << "nobody can know it now";
  LogClient viewer(node.port(), "temperature");
  viewer.start(600);
  viewer.read_to_source(false);  // right behind `started`
  EXPECT_EQ(viewer.next(), 1u);
  viewer.read_to(4);
  EXPECT_EQ(viewer.values(), (std::vector<double>{1, 2, 3}));
  EventClient events(node.port(), "/events/temperature/");
  const Event source = events.next();
  EXPECT_EQ(source.name, "source");
  EXPECT_EQ(source.data, R"({"type":"source","connected":false})");
  EXPECT_TRUE(events.next().data.starts_with("{\"message\": 3,"));
}

TEST(NatsAway, ANodeThatWasNeverConnectedRefusesViewersUntilItIs) {
  NatsServerProcess broker;
  broker.stop();
  const Server node(nats_arguments(broker.url()));
  const std::string why = "the source of the numbers cannot be reached yet\n";
  const Response response = get(node.port(), "/ws/temperature/");
  EXPECT_EQ(response.result_int(), 503u);
  EXPECT_EQ(response["Retry-After"], "2");
  EXPECT_EQ(response.body(), why);
  const Response events = get(node.port(), "/events/temperature/");
  EXPECT_EQ(events.result_int(), 200u);
  EXPECT_TRUE(events.body().ends_with("event: source\ndata: {\"type\":\"source\",\"connected\":false}\n\n"))
      << events.body();
  RawConnection viewer(node.port());
  viewer.send(upgrade_request("/ws/temperature/"));
  EXPECT_EQ(viewer.receive_response().result_int(), 503u);
  EXPECT_EQ(get(node.admin_port(), "/readyz").result_int(), 200u);
  EXPECT_EQ(get(node.port(), "/ws/some_url/").result_int(), 426u);
  broker.restart();
  await_log(node);
  EXPECT_EQ(LogClient(node.port(), "temperature").hello().next, 1u);
}

TEST(NatsAway, TheLogOfTheServerSaysItOnceAndShowsNoPassword) {
  LogPipe log;
  NatsServerProcess broker("authorization { user: alice, password: s3cret }\n");
  const Server node(nats_arguments(broker.url("nats", "alice:s3cret@")), Environment(),
                    Inheritance{.standard_error = log.write_end()});
  log.wait_for("event=log_begun");
  broker.stop();
  const std::string away = log.wait_for("event=source_away");
  EXPECT_EQ(away.find("s3cret"), std::string::npos) << away;
  broker.restart();
  std::string lines;
  for (std::string line; line.find("event=source_back") == std::string::npos;) {
    line = log.next_line();
    lines += line + "\n";
  }
  EXPECT_EQ(lines.find("source_away"), std::string::npos) << lines;
  EXPECT_EQ(lines.find("s3cret"), std::string::npos) << lines;
}

TEST(NatsAway, AWrongPasswordIsSaidWithoutShowingIt) {
  LogPipe log;
  const NatsServerProcess broker("authorization { user: alice, password: s3cret }\n");
  const Server node(nats_arguments(broker.url("nats", "alice:wr0ng@")), Environment(),
                    Inheritance{.standard_error = log.write_end()});
  const std::string line = log.wait_for("event=source_away");
  EXPECT_NE(line.find("Authentication Violation (--nats-credentials, or the user in --nats)"), std::string::npos)
      << line;
  EXPECT_EQ(line.find("wr0ng"), std::string::npos) << line;
}

class NatsTls : public testing::Test {
 protected:
  NatsTls() : files_(authority_.issue()) {}

  std::string configuration() const {
    return "tls { cert_file: \"" + files_.certificate + "\", key_file: \"" + files_.key + "\" }\n";
  }

  TestAuthority authority_;
  TlsFiles files_;
};

TEST_F(NatsTls, IsSpokenAndTheCertificateVerified) {
  const NatsServerProcess broker(configuration());
  const Server node(nats_arguments(broker.url("tls"), {"--nats-ca", authority_.root_file()}));
  await_log(node);
  EXPECT_EQ(places(push(node, "1")), "\"first\":1,\"next\":2}\n");
}

TEST_F(NatsTls, ACertificateOfAnotherAuthorityIsRefused) {
  LogPipe log;
  const NatsServerProcess broker(configuration());
  const TestAuthority other;
  const Server node(nats_arguments(broker.url("tls"), {"--nats-ca", other.root_file()}), Environment(),
                    Inheritance{.standard_error = log.write_end()});
  log.wait_for("event=source_away");
  EXPECT_EQ(get(node.port(), "/ws/temperature/").result_int(), 503u);
}

TEST_F(NatsTls, ABrokerWithoutTlsIsRefused) {
  LogPipe log;
  const NatsServerProcess broker;
  const Server node(nats_arguments(broker.url("tls"), {"--nats-ca", authority_.root_file()}), Environment(),
                    Inheritance{.standard_error = log.write_end()});
  log.wait_for("event=source_away");
  EXPECT_EQ(get(node.port(), "/ws/temperature/").result_int(), 503u);
}

}  // namespace
}  // namespace sws
