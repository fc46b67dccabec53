// Takes the numbers that are POSTed to /channels/NAME on the admin listener, and hands them to the channel's feed.
// The server owns it. set_channels() may be called from any thread; the other functions are called on the
// listener's.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "backend/channel/feed.hpp"
#include "backend/http/post_handler.hpp"
#include "backend/loop/clock.hpp"

namespace sws {

// A channel as somebody who pushes sees it.
struct PushChannel {
  std::string name;
  std::string source;  // as --channel spells it, for the refusal of a channel that takes no pushes
  std::shared_ptr<Feed> feed = nullptr;  // null if the channel takes no pushes
};

class PushSite final : public PostHandler {
 public:
  // Runs a function on the listener's thread. It may be called from any thread.
  using Poster = std::function<void(std::function<void()>)>;

  // `clock` must outlive it.
  PushSite(const Clock& clock, Poster poster) : clock_(clock), poster_(std::move(poster)) {}

  void set_channels(std::vector<PushChannel> channels);

  // Takes /channels/NAME, whatever the name, so that a wrong name is answered with the right ones.
  bool takes_posts_at(std::string_view path) const override;

  // Answers {"log":"<32 hex>","first":12,"next":13} once every worker has the numbers of the body, or the broker
  // has stored them; or refuses all of them: 400 if one of them is wrong, 404 or 409 if the channel takes none, 429
  // if there are too many, 503 if the broker is away or does not confirm them.
  void post(const PostedRequest& request, std::function<void(const PostAnswer&)> answered) override;

 private:
  boost::system::result<std::shared_ptr<Feed>, Refusal> feed_of(std::string_view name) const;

  const Clock& clock_;
  const Poster poster_;
  mutable std::mutex mutex_;
  std::vector<PushChannel> channels_;  // guarded by mutex_
};

}  // namespace sws
