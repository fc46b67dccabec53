#include "backend/server/stream_upgrader.hpp"

#include <utility>

#include "backend/stream/plain_stream.hpp"
#include "backend/stream/verified_stream.hpp"
#include "backend/websocket/websocket_of.hpp"

namespace sws {
namespace {

constexpr std::string_view kStreamPathPrefix = "/ws/";
constexpr std::string_view kStreamName = "some_url";

}  // namespace

bool StreamUpgrader::has_stream_at(std::string_view path) const {
  if (!path.starts_with(kStreamPathPrefix)) return false;
  path.remove_prefix(kStreamPathPrefix.size());
  if (path.ends_with('/')) path.remove_suffix(1);
  return path == kStreamName;
}

std::unique_ptr<Connection> StreamUpgrader::upgrade(std::shared_ptr<const Settings> settings, Upgrade upgrade) {
  const auto make = [&]<class Stream>(std::in_place_type_t<Stream>) {
    const StreamRequest wanted = upgrade.wanted;
    return std::make_unique<WebSocketOf<Stream>>(connections_, catch_up_.ticker(), std::move(settings),
                                                 std::move(upgrade), catch_up_, wanted);
  };
  if (upgrade.wanted.protocol == StreamProtocol::verified) return make(std::in_place_type<VerifiedStream>);
  return make(std::in_place_type<PlainStream>);
}

}  // namespace sws
