#include "shared/decode_shared.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "shared/wire_member.hpp"

namespace sws {
namespace {

using Type = JsonMember::Type;

constexpr JsonMember period_member() {
  return {.path = "period", .highest = kMaxPeriod};
}

}  // namespace

Decoded<ServerMessage> decode_shared_hello(std::string_view text) {
  static constexpr std::array kMembers{JsonMember{.path = "protocol", .lowest = 1, .highest = 1},
                                       channel_member(),
                                       int32_member("min"),
                                       int32_member("max"),
                                       interval_member(),
                                       period_member(),
                                       key_member("roots", Type::strings)};
  return read_message<ServerMessage>(text, kMembers, [text](auto& m) -> Decoded<ServerMessage> {
    if (m[2].integer > m[3].integer) return not_allowed("\"min\" is above \"max\"", text);
    const std::vector<Digest> roots = keys_of(m[6]);
    if (roots.size() != kAnnouncedRoots) {
      return not_allowed("\"roots\" has " + std::to_string(roots.size()) +
                             " roots: " + std::to_string(kAnnouncedRoots) + " are expected",
                         text);
    }
    SharedHello hello{
        std::move(m[1].string), {int32_of(m[2]), int32_of(m[3]), uint32_of(m[4])}, uint64_of(m[5]), {}};
    std::copy(roots.begin(), roots.end(), hello.roots.begin());
    return hello;
  });
}

Decoded<ServerMessage> decode_shared_started(std::string_view text) {
  static constexpr std::array kMembers{channel_member(), position_member("next")};
  return read_message<ServerMessage>(text, kMembers, [](auto& m) {
    return SharedStarted{std::move(m[0].string), uint64_of(m[1])};
  });
}

Decoded<ServerMessage> decode_root(std::string_view text) {
  static constexpr std::array kMembers{period_member(), key_member("root", Type::string)};
  return read_message<ServerMessage>(text, kMembers, [](auto& m) {
    return Root{uint64_of(m[0]), bytes32_from_base64url(m[1].string)};
  });
}

}  // namespace sws
