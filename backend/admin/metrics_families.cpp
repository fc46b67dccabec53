#include "backend/admin/metrics_families.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "backend/admin/families.hpp"

namespace sws {
namespace {

using prometheus::MetricFamily;
using prometheus::MetricType;

template <class Read>
double sum(std::span<const Metrics* const> workers, Read read) {
  std::uint64_t total = 0;
  for (const Metrics* worker : workers) total += read(*worker).value();
  return static_cast<double>(total);
}

std::vector<const LatenessHistogram*> lateness(std::span<const Metrics* const> workers) {
  std::vector<const LatenessHistogram*> histograms;
  for (const Metrics* worker : workers) histograms.push_back(&worker->lateness);
  return histograms;
}

const std::chrono::system_clock::time_point process_start = std::chrono::system_clock::now();

double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double size = 0, resident = 0;
  statm >> size >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double open_files() {
  std::error_code error;
  std::filesystem::directory_iterator files("/proc/self/fd", error);
  if (error) return 0;
  return static_cast<double>(std::distance(begin(files), end(files)));
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void add_process(Families& families) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  const std::chrono::duration<double> start = process_start.time_since_epoch();
  families.process(MetricType::Gauge, "start_time_seconds", "Start of the process, in seconds since 1970.",
                   start.count());
  families.process(MetricType::Counter, "cpu_seconds_total", "CPU time used, user and system.", cpu_seconds());
  families.process(MetricType::Gauge, "resident_memory_bytes", "Memory of the process that is in RAM.",
                   resident_bytes());
  families.process(MetricType::Gauge, "open_fds", "Open file descriptors.", open_files());
  families.process(MetricType::Gauge, "max_fds", "Limit of open file descriptors.",
                   static_cast<double>(files.rlim_cur));
}

}  // namespace

std::vector<MetricFamily> metric_families(std::span<const Metrics* const> workers, bool ready,
                                          const std::string& secret_fingerprint,
                                          std::span<const ChannelCounters> channels) {
  Families families;
  const auto total = [&](auto member) {
    return sum(
        workers, [=](const Metrics& m) -> auto& { return m.*member; });
  };
  const auto total_of = [&](auto member, std::size_t which) {
    return sum(
        workers, [=](const Metrics& m) -> auto& { return (m.*member)[which]; });
  };
  const auto by_kind = [](std::size_t kind) {
    return Labels{{"protocol", std::string(name_of(static_cast<StreamKind>(kind)))}};
  };

  families.gauge("build_info", "Always 1; the label is the version.", 1, {{"version", SIMPLEWEBSOCKET_VERSION}});
  families.gauge("secret_info",
                 "Always 1; the label tells secrets apart: servers that resume each other's streams have the same.",
                 1, {{"fingerprint", secret_fingerprint}});
  families.gauge("ready", "1 while new connections are accepted, 0 while draining.", ready ? 1 : 0);
  families.gauge("connections", "Open connections, of requests and of streams.", total(&Metrics::connections));
  families.counter("connections_accepted_total", "Connections accepted.", total(&Metrics::connections_accepted));
  families.counter("http_requests_total", "HTTP requests, including upgrades.", total(&Metrics::requests));

  families.add(MetricType::Counter, "tls_handshakes_total",
               "TLS handshakes, counted when the client's first data or its end arrives.");
  families.value(total(&Metrics::full_handshakes), {{"kind", "full"}});
  families.value(total(&Metrics::resumed_handshakes), {{"kind", "resumed"}});

  families.add(MetricType::Gauge, "streams", "Open streams.");
  for (std::size_t kind = 0; kind < kStreamKinds; ++kind) {
    families.value(total_of(&Metrics::streams_opened, kind) - total_of(&Metrics::streams_closed, kind),
                   by_kind(kind));
  }
  families.add(MetricType::Counter, "streams_opened_total", "Streams opened, including resumed ones.");
  for (std::size_t kind = 0; kind < kStreamKinds; ++kind) {
    families.value(total_of(&Metrics::streams_opened, kind), by_kind(kind));
  }
  families.counter("streams_resumed_total", "Streams resumed after a lost connection.",
                   total(&Metrics::streams_resumed));
  families.counter(
      "clock_skew_total",
      "Resumes behind a number that is not due yet by this server's clock: the clocks of servers differ.",
      total(&Metrics::clock_skews));

  families.counter("numbers_sent_total", "Numbers sent one by one, as they became due.",
                   total(&Metrics::numbers_sent));
  families.counter("numbers_caught_up_total", "Numbers sent late and together, to viewers that were away or slow.",
                   total(&Metrics::numbers_caught_up));
  families.counter("messages_received_total", "Messages received from clients.",
                   total(&Metrics::messages_received));
  families.counter("stream_sent_bytes_total", "Bytes of frames sent.", total(&Metrics::bytes_sent));
  families.counter("stream_received_bytes_total", "Bytes of messages received.", total(&Metrics::bytes_received));
  families.add(MetricType::Histogram, "lateness_seconds", "Time from when a number is due until it is sent.");
  families.histogram(sum_of(lateness(workers)));

  families.add(MetricType::Counter, "refusals_total",
               "Requests refused and connections ended by the server, by reason.");
  for (std::size_t reason = 0; reason < kReasons; ++reason) {
    families.value(total_of(&Metrics::refusals, reason),
                   {{"reason", std::string(name_of(static_cast<Reason>(reason)))}});
  }
  add_channels(families, channels);
  add_process(families);
  return families.take();
}

}  // namespace sws
