#include "backend/admin/metrics_families.hpp"

#include <string>

#include "backend/admin/build_info.hpp"
#include "backend/admin/process_families.hpp"
#include "backend/process/log.hpp"

namespace sws {
namespace {

using prometheus::MetricFamily;
using prometheus::MetricType;

template <class Read>
double sum(std::span<const WorkerView> workers, Read read) {
  std::uint64_t total = 0;
  for (const WorkerView& worker : workers) total += read(*worker.metrics).value();
  return static_cast<double>(total);
}

std::vector<const LatenessHistogram*> lateness(std::span<const WorkerView> workers) {
  std::vector<const LatenessHistogram*> histograms;
  for (const WorkerView& worker : workers) histograms.push_back(&worker.metrics->lateness);
  return histograms;
}

void add_accepts(Families& families, std::span<const WorkerView> workers) {
  constexpr double kNanoseconds = 1e9;
  families.counter("accept_pauses_total",
                   "How often a listener stopped accepting because the process was out of descriptors or memory.",
                   sum(
                       workers, [](const Metrics& m) -> auto& { return m.accepts.pauses; }));
  families.counter("accept_paused_seconds_total", "The time of these pauses, of all listeners together.",
                   sum(
                       workers, [](const Metrics& m) -> auto& { return m.accepts.paused_ns; }) /
                       kNanoseconds);
}

}  // namespace

std::vector<MetricFamily> metric_families(std::span<const WorkerView> workers, bool ready, const ServerFacts& facts,
                                          std::span<const ChannelCounters> channels,
                                          std::chrono::nanoseconds clock_step) {
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

  families.gauge("build_info", "Always 1; the labels are the versions of the server and of its libraries.", 1,
                 build_labels());
  add_server(families, facts);
  families.gauge("ready", "1 while new connections are accepted, 0 while draining.", ready ? 1 : 0);
  families.gauge("connections", "Open connections, of requests and of streams.", total(&Metrics::connections));
  families.counter("connections_accepted_total", "Connections accepted.", total(&Metrics::connections_accepted));
  add_accepts(families, workers);
  families.counter("http_requests_total", "HTTP requests, including upgrades.", total(&Metrics::requests));
  families.add(MetricType::Counter, "http_responses_total", "HTTP responses, by the class of their status.");
  for (std::size_t of = 0; of < kStatusClasses; ++of) {
    families.value(total_of(&Metrics::responses, of), {{"code", std::to_string(of + 1) + "xx"}});
  }

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
  families.add(MetricType::Counter, "closes_sent_total",
               "WebSockets that the server began to close, by close code.");
  for (std::size_t place = 0; place < kCloseCodes.size(); ++place) {
    families.value(total_of(&Metrics::closes, place),
                   {{"code", std::to_string(static_cast<unsigned>(kCloseCodes[place]))}});
  }
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
  families.add(MetricType::Histogram, "lateness_seconds",
               "Time from when a number is due, for a viewer who is here and reads, until it is sent.");
  families.histogram(sum_of(lateness(workers)));

  families.add(MetricType::Counter, "refusals_total",
               "Requests refused and connections ended by the server, by reason.");
  for (std::size_t reason = 0; reason < kReasons; ++reason) {
    families.value(total_of(&Metrics::refusals, reason),
                   {{"reason", std::string(name_of(static_cast<Reason>(reason)))}});
  }
  families.counter("log_lines_suppressed_total",
                   "Lines that the log left out, because one event had many or the log's reader is slow.",
                   static_cast<double>(suppressed_log_lines()));
  add_workers(families, workers);
  add_clock(families, clock_step);
  add_channels(families, channels);
  add_process(families);
  return families.take();
}

}  // namespace sws
