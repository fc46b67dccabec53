// The pages for operators: /metrics, /healthz, /readyz and /admin/, on a listener of their own.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>

#include <iostream>
#include <memory>
#include <optional>
#include <system_error>

#include "shared/codec.hpp"
#include "tests/integration/config_file.hpp"
#include "tests/integration/listening_socket.hpp"
#include "tests/integration/metrics.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/verified_client.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

constexpr const char* kAdmin = "127.0.0.1:0";

const std::map<std::string, std::string> kFamilies = {
    {"simplewebsocket_build_info", "gauge"},
    {"simplewebsocket_secret_info", "gauge"},
    {"simplewebsocket_config_last_reload_successful", "gauge"},
    {"simplewebsocket_config_last_reload_success_timestamp_seconds", "gauge"},
    {"simplewebsocket_connections_limit", "gauge"},
    {"simplewebsocket_channels", "gauge"},
    {"simplewebsocket_ready", "gauge"},
    {"simplewebsocket_connections", "gauge"},
    {"simplewebsocket_connections_accepted_total", "counter"},
    {"simplewebsocket_accept_pauses_total", "counter"},
    {"simplewebsocket_accept_paused_seconds_total", "counter"},
    {"simplewebsocket_http_requests_total", "counter"},
    {"simplewebsocket_http_responses_total", "counter"},
    {"simplewebsocket_tls_handshakes_total", "counter"},
    {"simplewebsocket_streams", "gauge"},
    {"simplewebsocket_streams_opened_total", "counter"},
    {"simplewebsocket_streams_resumed_total", "counter"},
    {"simplewebsocket_closes_sent_total", "counter"},
    {"simplewebsocket_clock_skew_total", "counter"},
    {"simplewebsocket_numbers_sent_total", "counter"},
    {"simplewebsocket_numbers_caught_up_total", "counter"},
    {"simplewebsocket_messages_received_total", "counter"},
    {"simplewebsocket_stream_sent_bytes_total", "counter"},
    {"simplewebsocket_stream_received_bytes_total", "counter"},
    {"simplewebsocket_lateness_seconds", "histogram"},
    {"simplewebsocket_refusals_total", "counter"},
    {"simplewebsocket_log_lines_suppressed_total", "counter"},
    {"simplewebsocket_worker_connections", "gauge"},
    {"simplewebsocket_worker_unresponsive_seconds", "gauge"},
    {"simplewebsocket_wall_clock_step_seconds", "gauge"},
    {"process_start_time_seconds", "gauge"},
    {"process_cpu_seconds_total", "counter"},
    {"process_resident_memory_bytes", "gauge"},
    {"process_open_fds", "gauge"},
    {"process_max_fds", "gauge"},
};

TEST(MetricsOfTheServer, HaveEachFamilyWithItsHelpAndItsType) {
  const Server server({"--admin", kAdmin});
  const Response response = get(server.admin_port(), "/metrics");
  EXPECT_EQ(response["Content-Type"], "text/plain; version=0.0.4; charset=utf-8");
  auto families = Metrics(response.body()).types();
  families.erase("simplewebsocket_memory_limit_bytes");  // this machine has such a limit or not
  EXPECT_EQ(families, kFamilies);
}

TEST(MetricsOfTheServer, CountWhatHappens) {
  const Server server({"--admin", kAdmin, "--interval-ms", "10", "--count", "1000000"});
  const Metrics before = Metrics::of(server.admin_port());
  for (const auto& [sample, value] : before.values()) {
    const auto family = before.types().find(sample.substr(0, sample.find('{')));
    const bool is_gauge = family != before.types().end() && family->second == "gauge";
    const bool counts =
        !is_gauge || sample.starts_with("simplewebsocket_streams") || sample == "simplewebsocket_connections";
    EXPECT_FALSE(counts && sample.starts_with("simplewebsocket_") && value != 0) << sample << " at the start";
  }

  auto plain = std::make_unique<StreamClient>(server.port());
  for (int i = 0; i < 5; ++i) plain->next_number();
  plain->send("hello");
  plain->ping("are you there?");  // answered after "hello" was read
  VerifiedClient verified(server.port());
  verified.start(R"("interval_ms":3600000)");
  EXPECT_EQ(get(server.port(), "/nothing").result_int(), 404u);
  EXPECT_EQ(get(server.port(), "/nothing").result_int(), 404u);
  RawConnection elsewhere(server.port());
  elsewhere.send(upgrade_request("/ws/some_url/", "Origin: https://elsewhere.example\r\n"));
  EXPECT_EQ(elsewhere.receive_response().result_int(), 403u);

  const Metrics after = Metrics::of(server.admin_port());
  const auto value = [&](const std::string& sample) { return after.value("simplewebsocket_" + sample); };
  EXPECT_GE(value("connections"), 3);
  EXPECT_EQ(value("connections_accepted_total"), 5);
  EXPECT_EQ(value("http_requests_total"), 5);
  EXPECT_EQ(value("streams{protocol=\"plain\"}"), 1);
  EXPECT_EQ(value("streams{protocol=\"verified\"}"), 1);
  EXPECT_EQ(value("streams_opened_total{protocol=\"plain\"}"), 1);
  EXPECT_EQ(value("streams_opened_total{protocol=\"verified\"}"), 1);
  EXPECT_EQ(value("streams_resumed_total"), 0);
  EXPECT_GE(value("numbers_sent_total"), 6);
  EXPECT_EQ(value("messages_received_total"), 2);
  EXPECT_GE(value("stream_received_bytes_total"), 5);
  EXPECT_GE(value("stream_sent_bytes_total"), 6 * 14);
  EXPECT_EQ(value("refusals_total{reason=\"not_found\"}"), 2);
  EXPECT_EQ(value("refusals_total{reason=\"origin_not_allowed\"}"), 1);
  EXPECT_GT(after.value("process_resident_memory_bytes"), 1'000'000);

  plain.reset();
  wait_until("the end of the plain stream in the metrics", [&] {
    return Metrics::of(server.admin_port()).value("simplewebsocket_streams{protocol=\"plain\"}") == 0;
  });
  EXPECT_EQ(Metrics::of(server.admin_port()).value("simplewebsocket_streams_opened_total{protocol=\"plain\"}"), 1);
}

TEST(MetricsOfTheServer, CountAResumeAndWhatItCatchesUp) {
  const Server server({"--admin", kAdmin});
  VerifiedClient first(server.port(), "&count=30");
  first.start(R"("interval_ms":10)");
  first.read_numbers(10);
  VerifiedClient second(server.port(), "&resume", first.stream());
  first.read_numbers(30);
  ASSERT_EQ(first.numbers().size(), 30u);
  const auto missed = static_cast<double>(30 - second.numbers().size());
  second.resume();
  second.read_numbers(30);
  ASSERT_EQ(second.numbers().size(), 30u);
  Metrics metrics = Metrics::of(server.admin_port());
  const auto sent = [&] {
    return metrics.value("simplewebsocket_numbers_sent_total") +
           metrics.value("simplewebsocket_numbers_caught_up_total");
  };
  wait_until("all numbers in the metrics", [&] {  // they are counted a moment after they are sent
    metrics = Metrics::of(server.admin_port());
    return sent() >= 30 + missed;
  });
  EXPECT_EQ(sent(), 30 + missed);
  EXPECT_EQ(metrics.value("simplewebsocket_streams_resumed_total"), 1);
  EXPECT_GE(metrics.value("simplewebsocket_numbers_caught_up_total"), missed);
}

TEST(MetricsOfTheServer, LatenessAddsUp) {
  const Server server({"--admin", kAdmin, "--interval-ms", "10", "--count", "20"});
  StreamClient(server.port()).rest_of_numbers();
  const Metrics metrics = Metrics::of(server.admin_port());
  double below = 0;
  std::size_t buckets = 0;
  for (const char* bound :
       {"0.0005", "0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "1", "10", "+Inf"}) {
    const double now = metrics.value("simplewebsocket_lateness_seconds_bucket{le=\"" + std::string(bound) + "\"}");
    EXPECT_GE(now, below) << bound;
    below = now;
    ++buckets;
  }
  // On a busy machine a number may be due before the stream has begun. It is not measured.
  const double measured = metrics.value("simplewebsocket_lateness_seconds_count");
  EXPECT_EQ(below, measured);
  EXPECT_GT(measured, 0);
  EXPECT_LE(measured, 20);
  EXPECT_EQ(metrics.value("simplewebsocket_numbers_sent_total"), 20);
  EXPECT_GT(metrics.value("simplewebsocket_lateness_seconds_sum"), 0);
}

TEST(AdminListener, SaysThatItLivesAndIsReady) {
  const Server server({"--admin", kAdmin});
  EXPECT_EQ(get(server.admin_port(), "/healthz").body(), "alive\n");
  const Response ready = get(server.admin_port(), "/readyz");
  EXPECT_EQ(ready.result_int(), 200u);
  EXPECT_EQ(ready.body(), "ready\n");
}

TEST(AdminListener, HasAPageForPeople) {
  const Server server({"--admin", kAdmin});
  const Response page = get(server.admin_port(), "/admin/");
  EXPECT_EQ(page.result_int(), 200u);
  EXPECT_EQ(page["Content-Type"], "text/html; charset=utf-8");
  for (const char* part : {"<!doctype html>", "streams protocol=plain", "lateness_seconds 99.9 %", "/metrics"}) {
    EXPECT_NE(page.body().find(part), std::string::npos) << part;
  }
  const Response style = get(server.admin_port(), "/admin/style.css");
  EXPECT_EQ(style.result_int(), 200u);
  EXPECT_EQ(style["Content-Type"], "text/css; charset=utf-8");
}

TEST(AdminListener, HasNoPageOfViewersAndNoStream) {
  const Server server({"--admin", kAdmin});
  EXPECT_EQ(get(server.admin_port(), "/index.html").result_int(), 404u);
  RawConnection viewer(server.admin_port());
  viewer.send(upgrade_request());
  EXPECT_EQ(viewer.receive_response().result_int(), 404u);
}

TEST(AdminListener, IsAloneWithWhatItSays) {
  const Server server({"--admin", kAdmin});
  for (const char* target : {"/metrics", "/healthz", "/readyz", "/admin", "/admin/", "/admin/style.css"}) {
    EXPECT_EQ(get(server.port(), target).result_int(), 404u) << target;
  }
}

// The status of the answer to a GET of `path` with these lines.
unsigned status_of(std::uint16_t port, const std::string& path, const std::string& lines) {
  RawConnection connection(port);
  connection.send("GET " + path + " HTTP/1.1\r\n" + lines + "\r\n");
  return connection.receive_response().result_int();
}

TEST(AdminListener, IsNotReadByPagesInAnOperatorsBrowser) {
  ConfigFile file("# nothing\n");
  Server server({"--admin", kAdmin, "--config", file.path()});
  const std::uint16_t port = server.admin_port();
  for (const char* path : {"/metrics", "/healthz", "/readyz", "/admin/", "/favicon.svg"}) {
    EXPECT_EQ(status_of(port, path, "Host: 127.0.0.1:" + std::to_string(port) + "\r\n"), 200u) << path;
    EXPECT_EQ(status_of(port, path, "Host: evil.example\r\n"), 403u) << path;
    EXPECT_EQ(status_of(port, path, "Host: localhost\r\nOrigin: http://evil.example\r\n"), 403u) << path;
    EXPECT_EQ(status_of(port, path, "Host: localhost\r\nSec-Fetch-Site: cross-site\r\n"), 403u) << path;
  }
  EXPECT_EQ(status_of(port, "/metrics", "Host: prometheus.internal\r\n"), 403u);
  file.write("admin-host = other\nadmin-host = prometheus.internal\n");
  server.process().signal(SIGHUP);
  wait_until("the name that the reload gave", [&] {
    return status_of(port, "/metrics", "Host: prometheus.internal:" + std::to_string(port) + "\r\n") == 200;
  });
}

TEST(AdminListener, HasAnswersThatNobodyStores) {
  const Server server({"--admin", kAdmin});
  for (const char* path : {"/metrics", "/healthz", "/readyz", "/admin/", "/missing"}) {
    EXPECT_EQ(get(server.admin_port(), path)["Cache-Control"], "no-store") << path;
  }
}

TEST(AdminListener, CanBeOff) {
  Server server({"--admin", "off"});
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
  EXPECT_EQ(server.process().rest_of_standard_output(), "");
}

TEST(AdminListener, IsHeldUpByNoViewer) {  // they take every connection that there may be
  const Server server({"--admin", kAdmin, "--max-connections", "1"});
  StreamClient viewer(server.port());
  viewer.next_number();
  EXPECT_EQ(get(server.port(), "/").result_int(), 503u);
  EXPECT_EQ(get(server.admin_port(), "/readyz").result_int(), 200u);
}

TEST(AdminListener, OnAChosenPortInUseIsAnError) {
  const Server other;
  const std::string taken = "127.0.0.1:" + std::to_string(other.port());
  const ConfigFile file("admin = " + taken + "\n");
  for (const Arguments& arguments :
       {Arguments{"--port", "0", "--admin", taken}, Arguments{"--port", "0", "--config", file.path()}}) {
    const Outcome outcome = run_to_exit(arguments);
    EXPECT_EQ(outcome.exit_status, 1);
    EXPECT_NE(
        outcome.standard_error.find("--admin: cannot listen on 127.0.0.1 port " + std::to_string(other.port())),
        std::string::npos)
        << outcome.standard_error;
  }
}

// The test holds the default port itself. Other tests may hold it for a moment, so it waits for them; a program
// that holds it for good serves as well.
TEST(AdminListener, OnItsDefaultPortInUseIsOnlyAWarning) {
  std::optional<ListeningSocket> holder;
  try {
    wait_until("the default port", [&] {
      try {
        holder.emplace(8001, SOCK_STREAM, ListeningSocket::Sharing::alone);
      } catch (const std::system_error& error) {
        if (error.code() != std::errc::address_in_use) throw;
      }
      return holder.has_value();
    });
  } catch (const std::runtime_error& held_for_good) {
    std::cout << held_for_good.what() << '\n';
  }
  ServerProcess server(Arguments{"--port", "0"});
  EXPECT_TRUE(server.wait_for_line().starts_with("Serving http://"));
  const std::string log = server.log_to_the_end();
  EXPECT_NE(log.find("event=admin_off reason=\"cannot listen on 127.0.0.1 port 8001"), std::string::npos) << log;
}

}  // namespace
}  // namespace sws
