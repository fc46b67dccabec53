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

constexpr std::size_t kMaxKey = 200;  // bytes

// Visible ASCII, so that it can be part of a header of NATS.
bool is_key(std::string_view text) {
  return text.size() <= kMaxKey &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

Refusal unconfirmed(NotTaken why, const std::string& name) {
  const bool is_away = why == NotTaken::source_away;
  return {.status = http::status::service_unavailable,
          .reason = Reason::source_away,
          .explanation = is_away ? "the broker of the channel " + name +
                                       " cannot be reached: nothing was stored, send the same later"
                                 : "the broker of the channel " + name +
                                       " did not confirm in time: the numbers may have been stored; to send them "
                                       "again with the same Idempotency-Key is safe",
          .retry_after = std::chrono::seconds(1)};
}

Refusal too_fast(std::string_view name) {
  return {.status = http::status::too_many_requests,
          .reason = Reason::too_many_samples,
          .explanation = "the channel " + std::string(name) +
                         " gets more numbers than the server can hand on: nothing was taken, send the same later",
          .retry_after = std::chrono::seconds(1)};
}

Refusal refusal_of(NotTaken why, const std::string& name) {
  return why == NotTaken::too_fast ? too_fast(name) : unconfirmed(why, name);
}

std::string stored(const LogRange& range) {
  return "{\"log\":\"" + to_hex(range.log) + "\",\"first\":" + std::to_string(range.first) +
         ",\"next\":" + std::to_string(range.next) + "}\n";
}

}  // namespace

void PushSite::set_channels(std::vector<PushChannel> channels) {
  const std::lock_guard lock(mutex_);
  channels_ = std::move(channels);
}

bool PushSite::takes_posts_at(std::string_view path) const {
  return path.starts_with(kFolder);
}

void PushSite::post(const PostedRequest& request, std::function<void(const PostAnswer&)> answered) {
  const std::string name(request.path.substr(kFolder.size()));
  const auto feed = feed_of(name);
  if (!feed) return answered(feed.error());
  if (!is_key(request.idempotency_key)) {
    return answered(Refusal{http::status::bad_request, Reason::malformed_request,
                            "the field Idempotency-Key has other than 1 to " + std::to_string(kMaxKey) +
                                " visible characters of ASCII without blanks"});
  }
  const auto now = std::chrono::floor<std::chrono::milliseconds>(clock_.wall()).time_since_epoch();
  auto samples = read_samples(request.body, now.count());
  if (!samples) {
    (*feed)->count_bad_line();
    return answered(Refusal{http::status::bad_request, Reason::wrong_sample, samples.error()});
  }
  const auto done = [poster = poster_, name, answered](const boost::system::result<LogRange, NotTaken>& result) {
    poster([answered, answer = result ? PostAnswer(stored(*result))
                                      : PostAnswer(refusal_of(result.error(), name))] { answered(answer); });
  };
  const auto refused = (*feed)->push(*std::move(samples), std::string(request.idempotency_key), done);
  if (refused) answered(refusal_of(*refused, name));
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
