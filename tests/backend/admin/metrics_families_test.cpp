#include "backend/admin/metrics_families.hpp"

#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include <string>
#include <vector>

#include "backend/admin/admin_site.hpp"
#include "tests/backend/loop/manual_ticker.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class MetricFamilies : public testing::Test {
 protected:
  std::string text() const {
    const std::vector<WorkerView> workers = {{&one_, 0s}, {&other_, unresponsive_}};
    return prometheus::TextSerializer().Serialize(metric_families(workers, true, facts_, channels_, 0s));
  }
  bool has(const std::string& sample) const {
    return ("\n" + text()).find("\nsimplewebsocket_" + sample) != std::string::npos;
  }

  Metrics one_, other_;
  std::optional<std::chrono::nanoseconds> unresponsive_ = 0s;
  ServerFacts facts_;
  std::vector<ChannelCounters> channels_;
};

TEST_F(MetricFamilies, TellWhenTheCertificateExpiresOnlyIfThereIsOne) {
  EXPECT_FALSE(has("tls_certificate_expiry_timestamp_seconds"));
  facts_.certificate_expiry = 1'800'000'000;
  EXPECT_TRUE(has("tls_certificate_expiry_timestamp_seconds 1800000000\n"));
}

TEST_F(MetricFamilies, TellTheLimitOfConnectionsOnlyIfThereIsOne) {
  EXPECT_FALSE(has("connections_limit"));
  facts_.connections_limit = 500;
  EXPECT_TRUE(has("connections_limit 500\n"));
}

TEST_F(MetricFamilies, TellTheLimitOfMemoryOnlyIfThereIsOne) {
  EXPECT_FALSE(has("memory_limit_bytes"));
  facts_.memory_limit = 33'554'432;
  EXPECT_TRUE(has("memory_limit_bytes 33554432\n"));
}

TEST_F(MetricFamilies, TellWhetherAndWhenTheSettingsWereRead) {
  facts_.settings_read_at = WallTime(1'700'000'000s);
  EXPECT_TRUE(has("config_last_reload_successful 1\n"));
  EXPECT_TRUE(has("config_last_reload_success_timestamp_seconds 1700000000\n"));
  facts_.reload_succeeded = false;
  EXPECT_TRUE(has("config_last_reload_successful 0\n"));
}

TEST_F(MetricFamilies, CountClosesByTheirCodes) {
  one_.count_close(CloseCode::going_away);
  other_.count_close(CloseCode::going_away);
  other_.count_close(CloseCode::service_restart);
  other_.count_close(CloseCode::abnormal);  // is never sent
  EXPECT_TRUE(has("closes_sent_total{code=\"1000\"} 0\n"));
  EXPECT_TRUE(has("closes_sent_total{code=\"1001\"} 2\n"));
  EXPECT_TRUE(has("closes_sent_total{code=\"1012\"} 1\n"));
  EXPECT_FALSE(has("closes_sent_total{code=\"1006\"}"));
}

TEST_F(MetricFamilies, CountResponsesByTheirClasses) {
  for (const unsigned status : {101u, 200u, 206u, 404u, 599u}) one_.count_response(status);
  EXPECT_TRUE(has("http_responses_total{code=\"1xx\"} 1\n"));
  EXPECT_TRUE(has("http_responses_total{code=\"2xx\"} 2\n"));
  EXPECT_TRUE(has("http_responses_total{code=\"3xx\"} 0\n"));
  EXPECT_TRUE(has("http_responses_total{code=\"4xx\"} 1\n"));
  EXPECT_TRUE(has("http_responses_total{code=\"5xx\"} 1\n"));
}

TEST_F(MetricFamilies, AddUpPausesInSeconds) {
  one_.accepts.pauses.add();
  one_.accepts.paused_ns.add(1'500'000'000);
  other_.accepts.paused_ns.add(1'000'000'000);
  EXPECT_TRUE(has("accept_pauses_total 1\n"));
  EXPECT_TRUE(has("accept_paused_seconds_total 2.5\n"));
}

TEST_F(MetricFamilies, ShowTheWorkersSideBySide) {
  one_.connections.set(7);
  other_.connections.set(8);
  unresponsive_ = 2500ms;
  EXPECT_TRUE(has("connections 15\n"));
  EXPECT_TRUE(has("worker_connections{worker=\"1\"} 7\n"));
  EXPECT_TRUE(has("worker_connections{worker=\"2\"} 8\n"));
  EXPECT_TRUE(has("worker_unresponsive_seconds{worker=\"1\"} 0\n"));
  EXPECT_TRUE(has("worker_unresponsive_seconds{worker=\"2\"} 2.5\n"));
}

TEST_F(MetricFamilies, DoNotShowAWorkerThatHasEnded) {
  unresponsive_ = std::nullopt;
  EXPECT_TRUE(has("worker_connections{worker=\"1\"}"));
  EXPECT_FALSE(has("worker_connections{worker=\"2\"}"));
  EXPECT_FALSE(has("worker_unresponsive_seconds{worker=\"2\"}"));
}

TEST_F(MetricFamilies, CountChannelsByTheirSources) {
  facts_.channels = {ChannelSource::push, ChannelSource::random, ChannelSource::push};
  EXPECT_TRUE(has("channels{source=\"push\"} 2\n"));
  EXPECT_TRUE(has("channels{source=\"stdin\"} 0\n"));
}

TEST_F(MetricFamilies, TellOfAChannelWhatIsKnown) {
  channels_.push_back({.name = "cpu", .received = 0, .bad_lines = 0, .newest_at = {}, .workers = {}, .broker = {}});
  EXPECT_FALSE(has("channel_last_number_timestamp_seconds{"));
  channels_[0].newest_at = WallTime(1'700'000'000'250ms);
  EXPECT_TRUE(has("channel_last_number_timestamp_seconds{channel=\"cpu\"} 1700000000.25\n"));
  EXPECT_FALSE(has("channel_source_connected"));
  channels_[0].broker = {.is_connected = false, .reconnects = 0, .fetched_blocks = 0, .unread = {}};
  EXPECT_TRUE(has("channel_source_connected{channel=\"cpu\"} 0\n"));
  EXPECT_FALSE(has("channel_unread_numbers{"));
  channels_[0].broker->unread = 12;
  EXPECT_TRUE(has("channel_unread_numbers{channel=\"cpu\"} 12\n"));
}

TEST_F(MetricFamilies, NameTheVersionsOfTheServerAndOfItsLibraries) {
  EXPECT_TRUE(has("build_info{version=\"" SIMPLEWEBSOCKET_VERSION "\",boost=\"1."));
  EXPECT_TRUE(has("build_info{"));
  EXPECT_NE(text().find(",openssl=\"3."), std::string::npos);
}

TEST(MetricsPage, TellsByHowMuchTheWallClockWasSet) {
  ManualClock clock;
  const AdminSite site(clock);
  const auto has = [&](const std::string& sample) {
    return std::string(site.find("/metrics", "")->body).find("\nsimplewebsocket_" + sample) != std::string::npos;
  };
  clock.advance(1h);
  EXPECT_TRUE(has("wall_clock_step_seconds 0\n"));
  clock.step_wall(-90s);
  EXPECT_TRUE(has("wall_clock_step_seconds -90\n"));
}

}  // namespace
}  // namespace sws
