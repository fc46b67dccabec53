#include "backend/admin/push.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "backend/channel/number_text.hpp"
#include "backend/channel/sample_body.hpp"
#include "shared/hex.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

constexpr std::string_view kFolder = "/channels/";

// "numbers can be sent to /channels/humidity and /channels/temperature"
std::string where_to(const std::vector<PushChannel>& channels) {
  std::string paths;
  for (const PushChannel& channel : channels) {
    if (channel.feed) paths.append(paths.empty() ? "" : ", ").append(kFolder).append(channel.name);
  }
  if (paths.empty()) return "no channel takes numbers: give the server --channel NAME=push";
  return "numbers can be sent to " + paths;
}

Refusal too_fast(std::string_view name) {
  return {.status = http::status::too_many_requests,
          .reason = Reason::too_many_samples,
          .explanation = "the channel " + std::string(name) +
                         " gets more numbers than the server can hand on: nothing was taken, send the same later",
          .retry_after = std::chrono::seconds(1)};
}

std::string stored(const LogId& log, std::uint64_t first, std::uint64_t next) {
  return "{\"log\":\"" + to_hex(log) + "\",\"first\":" + std::to_string(first) +
         ",\"next\":" + std::to_string(next) + "}\n";
}

}  // namespace

void PushSite::set_channels(std::vector<PushChannel> channels) {
  const std::lock_guard lock(mutex_);
  channels_ = std::move(channels);
}

bool PushSite::takes_posts_at(std::string_view path) const {
  return path.starts_with(kFolder);
}

void PushSite::post(std::string_view path, std::string_view body, std::function<void(const PostAnswer&)> answered) {
  const std::string_view name = path.substr(kFolder.size());
  const auto feed = feed_of(name);
  if (!feed) return answered(feed.error());
  const auto now = std::chrono::floor<std::chrono::milliseconds>(clock_.wall()).time_since_epoch();
  auto samples = read_samples(body, now.count());
  if (!samples) {
    (*feed)->count_bad_line();
    return answered(Refusal{http::status::bad_request, Reason::wrong_sample, samples.error()});
  }
  const auto on_stored = [poster = poster_, log = (*feed)->log(), answered](std::uint64_t first,
                                                                            std::uint64_t next) {
    poster([answered, text = stored(log, first, next)] { answered(text); });
  };
  if (!(*feed)->append(*std::move(samples), on_stored)) answered(too_fast(name));
}

boost::system::result<std::shared_ptr<Feed>, Refusal> PushSite::feed_of(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto channel =
      std::find_if(channels_.begin(), channels_.end(), [&](const PushChannel& each) { return each.name == name; });
  if (channel == channels_.end()) {
    return Refusal{http::status::not_found, Reason::not_found,
                   "there is no channel " + in_quotes(name) + "; " + where_to(channels_)};
  }
  if (channel->feed) return channel->feed;
  return Refusal{http::status::conflict, Reason::not_found,
                 "the channel " + channel->name + " has the source " + channel->source +
                     ", which takes no numbers; " + where_to(channels_)};
}

}  // namespace sws
