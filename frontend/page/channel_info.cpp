#include "frontend/page/channel_info.hpp"

#include "frontend/stream/excerpt.hpp"
#include "shared/json_double.hpp"

namespace sws {
namespace {

constexpr std::size_t kMostUnit = 40;  // bytes

// The text is empty or a number of JSON.
std::optional<double> bound(const std::string& text) {
  return text.empty() ? std::nullopt : json_double(text);
}

}  // namespace

ChannelInfo read_channel(std::string (*member)(const char* name)) {
  return {.name = member("name"),
          .is_shared = member("kind") == "shared",
          .unit = excerpt(member("unit"), kMostUnit),
          .min = bound(member("min")),
          .max = bound(member("max"))};
}

}  // namespace sws
