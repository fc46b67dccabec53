// The list of channels, /channels.json: an array of objects with the members of shared/PROTOCOL.md. Pure; any
// thread.
#pragma once

#include <functional>
#include <string_view>

#include "backend/config/settings.hpp"
#include "backend/http/static_site.hpp"

namespace sws {

inline constexpr std::string_view kChannelListPath = "/channels.json";

// Lists the channels that `may_be_seen` permits, in the order in which they were given.
Representation channel_list(const Settings& settings,
                            const std::function<bool(std::string_view name)>& may_be_seen);

}  // namespace sws
