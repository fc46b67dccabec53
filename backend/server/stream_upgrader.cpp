#include "backend/server/stream_upgrader.hpp"

#include <utility>

namespace sws {
namespace {

struct Folder {
  std::string_view path;
  Framing framing;
};

constexpr Folder kFolders[] = {{"/ws/", Framing::websocket}, {"/events/", Framing::events}};

}  // namespace

void StreamUpgrader::set_channel(const std::string& name, std::shared_ptr<ChannelStreams> streams) {
  channels_.erase(name);
  if (!streams) return;
  streams->begin({connections_, catch_up_});
  channels_.emplace(name, std::move(streams));
}

void StreamUpgrader::change_shared_secret(const Secret& secret, std::uint64_t first) {
  for (const auto& [name, streams] : channels_) streams->change_secret(secret, first);
}

std::optional<StreamAddress> StreamUpgrader::stream_at(std::string_view path) const {
  for (const Folder& folder : kFolders) {
    if (!path.starts_with(folder.path)) continue;
    std::string_view channel = path.substr(folder.path.size());
    if (channel.ends_with('/')) channel.remove_suffix(1);
    if (channels_.contains(channel)) return StreamAddress{std::string(channel), folder.framing};
  }
  return std::nullopt;
}

bool StreamUpgrader::is_complete(const StreamAddress& address, const Settings& settings,
                                 std::string_view last_event_id) const {
  return channels_.find(address.channel)->second->is_complete(settings, last_event_id);
}

std::optional<Unavailable> StreamUpgrader::unavailable(const StreamAddress& address) const {
  return channels_.find(address.channel)->second->unavailable();
}

std::unique_ptr<Connection> StreamUpgrader::upgrade(std::shared_ptr<const Settings> settings, Upgrade upgrade) {
  const auto channel = channels_.find(upgrade.address.channel);
  return channel->second->open({connections_, catch_up_}, std::move(settings), std::move(upgrade));
}

}  // namespace sws
