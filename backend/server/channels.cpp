#include "backend/server/channels.hpp"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "backend/channel/line_source.hpp"
#include "backend/process/entropy.hpp"
#include "backend/process/log.hpp"
#include "backend/stream/channel_streams.hpp"
#include "shared/period_chain.hpp"

namespace sws {
namespace {

NatsTarget target_of(const NatsSettings& settings) {
  NatsTarget target{.servers = {},
                    .credentials_file = settings.credentials_file,
                    .ca_file = settings.ca_file,
                    .replicas = settings.replicas};
  for (const NatsAddress& address : settings.addresses) {
    target.servers.push_back({address.url, address.host, address.tls});
  }
  return target;
}

bool is_same(const ChannelSettings& one, const ChannelSettings& other) {
  return one.name == other.name && one.source == other.source;
}

bool contains(const std::vector<ChannelSettings>& channels, const ChannelSettings& wanted) {
  return std::any_of(channels.begin(), channels.end(), [&](const auto& each) { return is_same(each, wanted); });
}

}  // namespace

void Channels::apply(const Settings& settings) {
  const std::vector<ChannelSettings> before = std::exchange(known_, settings.channels);
  std::vector<std::string> gone;
  for (const ChannelSettings& channel : before) {
    if (!contains(known_, channel)) gone.push_back(channel.name);
  }
  for (const std::string& name : gone) begin_to_remove(name);
  for (const std::string& name : gone) remove(name);
  const SharedBasis basis{settings.secrets.signing(),
                          {settings.stream.min, settings.stream.max, settings.stream.interval_ms}};
  const SharedBasis old = std::exchange(shared_basis_, basis);
  const bool shared_anew = old.parameters != basis.parameters;
  if (!shared_anew && old.secret != basis.secret) change_shared_secret(basis);
  for (const ChannelSettings& channel : known_) {
    const bool is_anew = shared_anew && channel.source == ChannelSource::shared;
    if (is_anew || !contains(before, channel)) add(channel, settings);
  }
}

// A worker may hear of it some moments later, when another period has begun.
void Channels::change_shared_secret(const SharedBasis& basis) {
  constexpr std::chrono::seconds kMargin{10};
  const auto is_shared = [](const ChannelSettings& each) { return each.source == ChannelSource::shared; };
  if (std::none_of(known_.begin(), known_.end(), is_shared)) return;
  const SharedSequence sequence(basis.secret, "", basis.parameters);
  const WallTime now = clock_.wall();
  const std::uint64_t first = period_of(sequence.newest_at(now + kMargin)) + kAnnouncedRoots;
  const std::chrono::milliseconds begin(sequence.due_ms(first_of_period(first)));
  const auto left = std::chrono::ceil<std::chrono::seconds>(begin - now.time_since_epoch());
  for (Worker& worker : workers_) worker.post_shared_secret(basis.secret, first);
  log(LogLevel::info, "shared_secret_changes",
      {{"period", static_cast<std::int64_t>(first)}, {"in_seconds", left.count()}});
}

void Channels::add(const ChannelSettings& channel, const Settings& settings) {
  if (is_received(channel.source)) return add_received(channel, settings);
  if (channel.source == ChannelSource::shared) return add_shared(channel.name, settings);
  for (Worker& worker : workers_) worker.post_channel(channel.name, random_streams());
}

// The workers share nothing, but one computes the keys for all.
void Channels::add_shared(const std::string& name, const Settings& settings) {
  const SharedSequence sequence = shared_sequence(settings, name, clock_.wall());
  for (Worker& worker : workers_) worker.post_channel(name, shared_streams(sequence, settings.history));
}

void Channels::add_received(const ChannelSettings& channel, const Settings& settings) {
  const bool is_nats = channel.source == ChannelSource::nats;
  const auto log = is_nats ? std::nullopt : std::optional(random_log_id());  // the broker says which log it has
  Received received{.name = channel.name,
                    .kind = channel.source,
                    .feed = std::make_shared<LogFeed>(channel.name, log, clock_),
                    .pushes = nullptr,
                    .audiences = {},
                    .source = nullptr};
  std::shared_ptr<LogArchive> archive;
  if (is_nats) {
    auto source = std::make_unique<NatsSource>(target_of(settings.nats), *received.feed, settings.history, clock_);
    archive = source->archive();
    received.pushes = source->publisher();
    received.nats = source.get();
    received.source = std::move(source);
  } else if (channel.source == ChannelSource::from_stdin) {
    received.source = std::make_unique<LineSource>(STDIN_FILENO, *received.feed, clock_);
  } else {
    received.pushes = received.feed;
  }
  for (Worker& worker : workers_) {
    auto audience = worker.new_audience(*received.feed, settings.history, archive);
    worker.post_channel(channel.name, received_streams(audience));
    received.audiences.push_back(std::move(audience));
  }
  if (started_ && received.source) received.source->start();
  const std::lock_guard lock(mutex_);
  received_.push_back(std::move(received));
}

std::vector<Channels::Received>::iterator Channels::find(std::string_view name) {
  return std::find_if(received_.begin(), received_.end(), [&](const auto& each) { return each.name == name; });
}

// The viewers hear of it at once, although a source whose broker hangs takes some seconds to stop.
void Channels::begin_to_remove(std::string_view name) {
  for (Worker& worker : workers_) worker.post_channel(std::string(name), nullptr);
  const auto found = find(name);
  if (found == received_.end()) return;
  if (found->source) found->source->ask_to_stop();
  found->feed->end();
}

void Channels::remove(std::string_view name) {
  const auto found = find(name);
  if (found == received_.end()) return;
  if (found->source) found->source->stop();
  const std::lock_guard lock(mutex_);
  received_.erase(found);
}

void Channels::start() {
  started_ = true;
  for (const Received& received : received_) {
    if (received.source) received.source->start();
  }
}

void Channels::stop() {
  for (const Received& received : received_) {
    if (received.source) received.source->ask_to_stop();
  }
  for (const Received& received : received_) {
    if (received.source) received.source->stop();
  }
}

std::vector<PushChannel> Channels::push_channels() const {
  std::vector<PushChannel> channels;
  for (const ChannelSettings& channel : known_) {
    channels.push_back({channel.name, std::string(name_of(channel.source)), nullptr});
    for (const Received& received : received_) {
      if (received.name == channel.name) channels.back().feed = received.pushes;
    }
  }
  return channels;
}

std::vector<ChannelCounters> Channels::counters() const {
  const std::lock_guard lock(mutex_);
  std::vector<ChannelCounters> counters;
  for (const Received& received : received_) {
    counters.push_back({.name = received.name,
                        .received = received.feed->received(),
                        .bad_lines = received.feed->bad_lines(),
                        .newest_at = received.feed->newest_at(),
                        .workers = {},
                        .broker = {}});
    if (received.nats) {
      const NatsSource::Counters broker = received.nats->counters();
      counters.back().bad_lines += broker.bad_pushes;
      counters.back().broker = {broker.is_connected, broker.reconnects, broker.fetched_blocks, broker.unread};
    }
    for (const auto& audience : received.audiences) {
      counters.back().workers.emplace_back(audience, &audience->channel_metrics());
    }
  }
  return counters;
}

}  // namespace sws
