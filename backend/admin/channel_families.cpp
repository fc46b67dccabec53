#include "backend/admin/channel_families.hpp"

#include <algorithm>
#include <chrono>

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

void add_brokers(Families& families, std::span<const ChannelCounters> channels) {
  const auto add = [&](MetricType type, const std::string& name, const std::string& help, auto value_of) {
    families.add(type, name, help);
    for (const ChannelCounters& channel : channels) {
      if (channel.broker)
        families.value(static_cast<double>(value_of(*channel.broker)), {{"channel", channel.name}});
    }
  };
  add(MetricType::Gauge, "channel_source_connected", "1 while the channel's broker can be reached, or else 0.",
      [](const BrokerCounters& broker) { return broker.is_connected ? 1 : 0; });
  add(MetricType::Counter, "channel_source_reconnects_total", "How often the channel's broker came back.",
      [](const BrokerCounters& broker) { return broker.reconnects; });
  add(MetricType::Counter, "channel_fetched_blocks_total",
      "Blocks of up to 512 numbers that were fetched from the channel's broker for viewers who were far behind.",
      [](const BrokerCounters& broker) { return broker.fetched_blocks; });
  families.add(MetricType::Gauge, "channel_unread_numbers",
               "Numbers that the channel's broker has and this server has not read yet.");
  for (const ChannelCounters& channel : channels) {
    if (!channel.broker || !channel.broker->unread) continue;
    families.value(static_cast<double>(*channel.broker->unread), {{"channel", channel.name}});
  }
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
  families.add(MetricType::Gauge, "channel_last_number_timestamp_seconds",
               "When the channel's newest number came to this server, in seconds since 1970.");
  for (const ChannelCounters& channel : channels) {
    if (!channel.newest_at) continue;
    const std::chrono::duration<double> newest_at = channel.newest_at->time_since_epoch();
    families.value(newest_at.count(), {{"channel", channel.name}});
  }
  families.add(MetricType::Histogram, "channel_delivery_seconds",
               "Time from when a number has come until a worker has sent it to all viewers who are up to date.");
  for (const ChannelCounters& channel : channels)
    families.histogram(delivery(channel), {{"channel", channel.name}});
  if (std::any_of(channels.begin(), channels.end(),
                  [](const auto& channel) { return channel.broker.has_value(); })) {
    add_brokers(families, channels);
  }
}

}  // namespace sws
