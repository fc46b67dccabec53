#include "backend/admin/channel_families.hpp"

namespace sws {
namespace {

using prometheus::MetricType;

template <class Read>
double sum(const ChannelCounters& channel, Read read) {
  std::uint64_t total = 0;
  for (const auto& worker : channel.workers) total += read(*worker).value();
  return static_cast<double>(total);
}

prometheus::ClientMetric::Histogram delivery(const ChannelCounters& channel) {
  std::vector<const LatenessHistogram*> histograms;
  for (const auto& worker : channel.workers) histograms.push_back(&worker->delivery);
  return sum_of(histograms);
}

}  // namespace

void add_channels(Families& families, std::span<const ChannelCounters> channels) {
  if (channels.empty()) return;
  const auto add = [&](MetricType type, const std::string& name, const std::string& help, auto value_of) {
    families.add(type, name, help);
    for (const ChannelCounters& channel : channels) families.value(value_of(channel), {{"channel", channel.name}});
  };
  add(MetricType::Counter, "channel_numbers_received_total", "Numbers that the channel's source has given.",
      [](const auto& channel) { return static_cast<double>(channel.received); });
  add(MetricType::Counter, "channel_bad_lines_total",
      "Lines of the source, and bodies of posts, that are no numbers.",
      [](const auto& channel) { return static_cast<double>(channel.bad_lines); });
  add(MetricType::Gauge, "channel_viewers", "Open streams of the channel.", [](const auto& channel) {
    return sum(
        channel, [](const ChannelMetrics& m) -> auto& { return m.viewers; });
  });
  add(MetricType::Counter, "channel_gaps_total", "How often a viewer was told that numbers can no longer be had.",
      [](const auto& channel) {
        return sum(
            channel, [](const ChannelMetrics& m) -> auto& { return m.gaps; });
      });
  families.add(MetricType::Histogram, "channel_delivery_seconds",
               "Time from when a number has come until a worker has sent it to all viewers who are up to date.");
  for (const ChannelCounters& channel : channels)
    families.histogram(delivery(channel), {{"channel", channel.name}});
}

}  // namespace sws
