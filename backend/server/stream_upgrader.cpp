#include "backend/server/stream_upgrader.hpp"

#include <utility>

#include "backend/events/events_of.hpp"
#include "backend/stream/plain_stream.hpp"
#include "backend/stream/random_events.hpp"
#include "backend/stream/verified_stream.hpp"
#include "backend/websocket/websocket_of.hpp"

namespace sws {
namespace {

struct Folder {
  std::string_view path;
  Framing framing;
};

constexpr Folder kFolders[] = {{"/ws/", Framing::websocket}, {"/events/", Framing::events}};
constexpr std::string_view kChannel = "some_url";

}  // namespace

std::optional<StreamAddress> StreamUpgrader::stream_at(std::string_view path) const {
  for (const Folder& folder : kFolders) {
    if (!path.starts_with(folder.path)) continue;
    std::string_view channel = path.substr(folder.path.size());
    if (channel.ends_with('/')) channel.remove_suffix(1);
    if (channel == kChannel) return StreamAddress{std::string(channel), folder.framing};
  }
  return std::nullopt;
}

bool StreamUpgrader::is_complete(const StreamAddress&, const Settings& settings,
                                 std::string_view last_event_id) const {
  return RandomEvents::is_complete(settings, last_event_id);
}

std::unique_ptr<Connection> StreamUpgrader::upgrade(std::shared_ptr<const Settings> settings, Upgrade upgrade) {
  if (upgrade.address.framing == Framing::events) {
    std::string last_event_id = std::move(upgrade.last_event_id);
    return std::make_unique<EventsOf<RandomEvents>>(connections_, catch_up_.ticker(), std::move(settings),
                                                    std::move(upgrade), catch_up_, std::move(last_event_id));
  }
  const auto make = [&]<class Stream>(std::in_place_type_t<Stream>) {
    const StreamRequest wanted = upgrade.wanted;
    return std::make_unique<WebSocketOf<Stream>>(connections_, catch_up_.ticker(), std::move(settings),
                                                 std::move(upgrade), catch_up_, wanted);
  };
  if (upgrade.wanted.protocol == StreamProtocol::verified) return make(std::in_place_type<VerifiedStream>);
  return make(std::in_place_type<PlainStream>);
}

}  // namespace sws
