// Faults that the metrics show, so that alerts can tell of them (backend/deploy/alerts.yml).
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/integration/config_file.hpp"
#include "tests/integration/metrics.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/stuck_thread.hpp"
#include "tests/integration/tls_fixture.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

double value(const Server& server, const std::string& sample) {
  return Metrics::of(server.admin_port()).value("simplewebsocket_" + sample);
}

// Asks until the sample satisfies `condition`.
template <class Condition>
void await(const Server& server, const std::string& sample, Condition condition) {
  wait_until(sample, [&] { return condition(value(server, sample)); });
}

Arguments operated(Arguments arguments = {}) {
  arguments.insert(arguments.end(), {"--admin", "127.0.0.1:0"});
  return arguments;
}

TEST(Metrics, TellWhetherTheLastReloadSucceededAndWhenTheSettingsWereRead) {
  constexpr const char* kSucceeded = "config_last_reload_successful";
  constexpr const char* kReadAt = "config_last_reload_success_timestamp_seconds";
  ConfigFile file("interval-ms = 500\n");
  Server server(operated({"--config", file.path()}));
  EXPECT_EQ(value(server, kSucceeded), 1);
  const double at_start = value(server, kReadAt);
  const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
  EXPECT_GT(at_start, 1'700'000'000);
  EXPECT_LE(at_start, now.count());

  file.write("interval-ms = a while\n");
  server.process().signal(SIGHUP);
  await(server, kSucceeded, [](double succeeded) { return succeeded == 0; });
  EXPECT_EQ(value(server, kReadAt), at_start) << "the old settings stay";

  file.write("interval-ms = 600\n");
  server.process().signal(SIGHUP);
  await(server, kSucceeded, [](double succeeded) { return succeeded == 1; });
  EXPECT_GT(value(server, kReadAt), at_start);
}

TEST(Metrics, FollowAReloadOfTheLimitAndOfTheChannels) {
  ConfigFile file("max-connections = 7\n");
  Server server(operated({"--config", file.path()}));
  EXPECT_EQ(value(server, "connections_limit"), 7);
  EXPECT_EQ(value(server, "channels{source=\"random\"}"), 1);
  EXPECT_EQ(value(server, "channels{source=\"push\"}"), 0);
  file.write("max-connections = 9\nchannel = one=push\nchannel = two=push\n");
  server.process().signal(SIGHUP);
  await(server, "connections_limit", [](double limit) { return limit == 9; });
  EXPECT_EQ(value(server, "channels{source=\"push\"}"), 2);
}

TEST(Metrics, CountResponsesAndTheCloseCodesThatTheServerSends) {
  const Server brief(operated({"--interval-ms", "10", "--count", "3"}));
  StreamClient(brief.port()).rest_of_numbers();  // the server ends it
  EXPECT_EQ(value(brief, "closes_sent_total{code=\"1000\"}"), 1);
  EXPECT_EQ(value(brief, "http_responses_total{code=\"1xx\"}"), 1);

  const Server server(operated());  // its streams last longer than this test
  EXPECT_EQ(get(server.port(), "/nothing").result_int(), 404u);
  EXPECT_EQ(get(server.port(), "/license.txt").result_int(), 200u);
  StreamClient(server.port()).close(1000);  // the server only answers this
  EXPECT_EQ(value(server, "http_responses_total{code=\"1xx\"}"), 1);
  EXPECT_EQ(value(server, "http_responses_total{code=\"2xx\"}"), 1);
  EXPECT_EQ(value(server, "http_responses_total{code=\"4xx\"}"), 1);
  EXPECT_EQ(value(server, "http_responses_total{code=\"5xx\"}"), 0);
  EXPECT_EQ(value(server, "closes_sent_total{code=\"1000\"}"), 0);
  EXPECT_EQ(value(server, "closes_sent_total{code=\"1002\"}"), 0);

  RawConnection unmasked(server.port());
  unmasked.send(upgrade_request());
  ASSERT_EQ(unmasked.receive_response().result_int(), 101u);
  unmasked.send(std::string("\x81\x01x", 3));  // a client must mask its frames (RFC 6455 §5.1)
  await(server, "closes_sent_total{code=\"1002\"}", [](double closes) { return closes == 1; });
}

TEST(Metrics, CountPausesOfAccepting) {
  Server server(operated({"--threads", "1"}));
  EXPECT_EQ(value(server, "accept_pauses_total"), 0);
  constexpr std::size_t kRoom = 6;
  server.process().limit_open_files(server.process().open_files() + kRoom);
  std::vector<std::unique_ptr<RawConnection>> crowd;
  for (std::size_t i = 0; i < 2 * kRoom; ++i) crowd.push_back(std::make_unique<RawConnection>(server.port()));
  wait_until("the log to say it",
             [&] { return server.process().standard_error().find("event=accept_paused") != std::string::npos; });
  crowd.clear();
  await(server, "accept_paused_seconds_total", [](double seconds) { return seconds >= 0.1; });
  EXPECT_GE(value(server, "accept_pauses_total"), 1);
}

TEST(Metrics, ShowAWorkerThatIsStuck) {
  Server server(operated({"--threads", "2"}));
  const auto unresponsive = [&] {
    const Metrics metrics = Metrics::of(server.admin_port());
    return std::minmax({metrics.value("simplewebsocket_worker_unresponsive_seconds{worker=\"1\"}"),
                        metrics.value("simplewebsocket_worker_unresponsive_seconds{worker=\"2\"}")});
  };
  const std::pair<double, double> nobody{0, 0};
  wait_until("answers of both", [&] { return unresponsive() == nobody; });
  {
    const StuckThread stuck(thread_of(server.process().id(), "worker"));
    wait_until("a second of silence of one, and an answer of the other", [&] {
      const auto [least, most] = unresponsive();
      return least == 0 && most > 1;
    });
  }
  wait_until("answers of both again", [&] { return unresponsive() == nobody; });
}

TEST(Metrics, CountLinesThatTheLogLeavesOut) {
  Server server(operated());
  EXPECT_EQ(value(server, "log_lines_suppressed_total"), 0);
  wait_until("a flood", [&] {
    get(server.port(), "/nothing");
    return value(server, "log_lines_suppressed_total") > 0;
  });
}

TEST(Metrics, ShowThatTheWallClockWasSet) {
  const std::int64_t right = 0;
  const SecretFile offset(std::string(reinterpret_cast<const char*>(&right), sizeof right));
  const Server server(operated(), {{"LD_PRELOAD", STEPPED_CLOCK_LIBRARY},
                                   {"STEPPED_CLOCK", offset.path()},
                                   {"ASAN_OPTIONS", "verify_asan_link_order=0"}});
  EXPECT_NEAR(value(server, "wall_clock_step_seconds"), 0, 0.5);
  const std::int64_t ahead = 30;
  std::ofstream(offset.path(), std::ios::in | std::ios::binary)
      .write(reinterpret_cast<const char*>(&ahead), sizeof ahead);
  EXPECT_NEAR(value(server, "wall_clock_step_seconds"), 30, 0.5);
}

TEST(Metrics, ShowTheBalanceOfTheWorkers) {
  const Server server(operated({"--threads", "2"}));
  std::vector<std::unique_ptr<StreamClient>> viewers;
  for (int i = 0; i < 8; ++i) {
    viewers.push_back(std::make_unique<StreamClient>(server.port()));
    viewers.back()->next_number();
  }
  const Metrics metrics = Metrics::of(server.admin_port());
  EXPECT_EQ(metrics.value("simplewebsocket_worker_connections{worker=\"1\"}") +
                metrics.value("simplewebsocket_worker_connections{worker=\"2\"}"),
            8);
}

TEST(Metrics, TellWhenTheNewestNumberOfAChannelCame) {
  const std::string sample = "simplewebsocket_channel_last_number_timestamp_seconds{channel=\"cpu\"}";
  const Server server(operated({"--channel", "cpu=push"}));
  EXPECT_EQ(Metrics::of(server.admin_port()).values().count(sample), 0u) << "none came";
  RawConnection producer(server.admin_port());
  producer.send(request("POST /channels/cpu", "Content-Length: 1\r\n") + "5");
  EXPECT_EQ(producer.receive_response().result_int(), 200u);
  EXPECT_GT(Metrics::of(server.admin_port()).value(sample), 1'700'000'000);
}

using TlsMetrics = Tls;

TEST_F(TlsMetrics, TellWhenTheCertificateExpires) {
  constexpr const char* kExpiry = "tls_certificate_expiry_timestamp_seconds";
  Server server(with_tls(operated()));
  const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
  EXPECT_NEAR(value(server, kExpiry), now.count() + 86'400, 120);
  authority_.issue({.name = "first", .valid_until = 200'000});
  server.process().signal(SIGHUP);
  await(server, kExpiry, [&](double expiry) { return expiry > now.count() + 190'000; });
  const Server without(operated());
  EXPECT_EQ(
      Metrics::of(without.admin_port()).types().count("simplewebsocket_tls_certificate_expiry_timestamp_seconds"),
      0u);
}

}  // namespace
}  // namespace sws
