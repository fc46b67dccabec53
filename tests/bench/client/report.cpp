#include "tests/bench/client/report.hpp"

#include "tests/bench/client/clock.hpp"

namespace sws::bench {
namespace {

double ratio(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

boost::json::object in_milliseconds(const Histogram& histogram) {
  const auto ms = [](std::int64_t ns) { return static_cast<double>(ns) / static_cast<double>(kMillisecond); };
  return {{"samples", histogram.count()},
          {"p50_ms", ms(histogram.quantile(0.5))},
          {"p99_ms", ms(histogram.quantile(0.99))},
          {"p999_ms", ms(histogram.quantile(0.999))},
          {"max_ms", ms(histogram.max())}};
}

boost::json::object about_server(const Observation& seen, std::uint64_t messages, double connections) {
  const auto cpu_ns = static_cast<double>(seen.activity_after.cpu_ns - seen.activity_before.cpu_ns);
  const auto wake_ups = seen.activity_after.voluntary_switches - seen.activity_before.voluntary_switches;
  const auto seconds = static_cast<double>(seen.measured_ns) / kSecond;
  const auto per_connection = [&](std::int64_t Memory::*kind) {
    return ratio(static_cast<double>(seen.memory_during.*kind - seen.memory_before.*kind), connections);
  };
  return {{"cpu_us_per_message", ratio(cpu_ns / 1000, static_cast<double>(messages))},
          {"cpu_share", ratio(cpu_ns, static_cast<double>(seen.measured_ns))},
          {"cpu_seconds", cpu_ns / kSecond},
          {"wake_ups_per_second", ratio(static_cast<double>(wake_ups), seconds)},
          {"rss_kb_before", seen.memory_before.rss_kb},
          {"rss_kb_during", seen.memory_during.rss_kb},
          {"private_kb_during", seen.memory_during.private_kb},
          {"rss_kb_per_viewer", per_connection(&Memory::rss_kb)},
          {"private_kb_per_viewer", per_connection(&Memory::private_kb)},
          {"pss_kb_per_viewer", per_connection(&Memory::pss_kb)}};
}

// A number is complete when all viewers of its channel have it. Only then it has a last viewer.
boost::json::object about_delivery(const Settings& settings, const Observation& seen, const Histogram& each,
                                   std::uint64_t refused, std::span<const Delivery> deliveries) {
  Histogram last;
  std::uint64_t written = 0;
  std::uint64_t due = 0;
  std::uint64_t received = 0;
  for (std::size_t n = 0; n < deliveries.size(); ++n) {
    const Delivery& delivery = deliveries[n];
    if (delivery.written < seen.from || delivery.written >= seen.until) continue;
    ++written;
    const auto channel = static_cast<unsigned>(n % settings.channels);
    due += viewers_of(settings, channel);
    received += delivery.receipts;
    if (delivery.receipts == viewers_of(settings, channel)) last.record(delivery.last - delivery.written);
  }
  return {{"channels", settings.channels},
          {"written", written},
          {"share", ratio(static_cast<double>(received), static_cast<double>(due))},
          {"complete", last.count()},
          {"refused", refused},
          {"each", in_milliseconds(each)},
          {"last", in_milliseconds(last)}};
}

}  // namespace

boost::json::object report(const Settings& settings, const Observation& seen,
                           std::span<const ProcessResults> results, std::span<const Delivery> deliveries) {
  Histogram jitter;
  Histogram lateness;
  Histogram delivery;
  std::uint64_t messages = 0;
  std::uint64_t handshakes = 0;
  std::uint64_t failed_handshakes = 0;
  std::uint64_t refused = 0;
  unsigned failed = 0;
  unsigned without_hello = 0;
  unsigned closed = 0;
  for (const ProcessResults& process : results) {
    jitter.merge(process.jitter);
    lateness.merge(process.lateness);
    delivery.merge(process.delivery);
    refused += process.refused;
    messages += process.messages;
    handshakes += process.handshakes;
    failed_handshakes += process.failed_handshakes;
    failed += process.failed;
    without_hello += process.without_hello;
    closed += process.closed;
  }
  std::uint64_t cut = 0;
  Histogram back;
  for (const ProcessResults& process : results) {
    cut += process.cut;
    back.merge(process.back);
  }
  const auto seconds = static_cast<double>(seen.measured_ns) / kSecond;
  const auto cpu_seconds = static_cast<double>(seen.activity_after.cpu_ns - seen.activity_before.cpu_ns) / kSecond;
  boost::json::object all{
      {"viewers", settings.viewers},
      {"stalled", settings.stalled},
      {"protocol", settings.protocol},
      {"interval_ms", settings.interval_ms},
      {"processes", settings.processes},
      {"seconds", seconds},
      {"settled_ms", static_cast<double>(seen.settled_ns) / kMillisecond},
      {"failed", failed},
      {"without_hello", without_hello},
      {"closed", closed},
      {"messages", messages},
      {"expected_messages", settings.viewers * seconds * 1000 / static_cast<double>(settings.interval_ms)},
      {"jitter", in_milliseconds(jitter)},
      {"lateness", in_milliseconds(lateness)},
      {"handshakes", handshakes},
      {"failed_handshakes", failed_handshakes},
      {"handshakes_per_second", ratio(static_cast<double>(handshakes), seconds)},
      {"handshakes_per_cpu_second", ratio(static_cast<double>(handshakes), cpu_seconds)},
      {"client_cpu_share", ratio(static_cast<double>(seen.client_cpu_ns), static_cast<double>(seen.measured_ns))},
      {"server", about_server(seen, messages, settings.viewers + settings.stalled)}};
  if (settings.cut_all || settings.cut_every_ms > 0) {
    all["cuts"] = boost::json::object{{"cut", cut}, {"returned", back.count()}, {"back", in_milliseconds(back)}};
  }
  if (!deliveries.empty()) all["delivery"] = about_delivery(settings, seen, delivery, refused, deliveries);
  return all;
}

}  // namespace sws::bench
