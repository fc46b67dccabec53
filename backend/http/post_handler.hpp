// The boundary between HTTP and the part that takes what is POSTed. A session asks the PostHandler whether a path
// takes posts, reads the body, and passes it on. HTTP knows nothing else about it. Used on the listener's thread
// only.
#pragma once

#include <boost/system/result.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "backend/http/refusal.hpp"

namespace sws {

// The text of a JSON document, or why the body was not taken.
using PostAnswer = boost::system::result<std::string, Refusal>;

struct PostedRequest {
  std::string_view path;  // percent-decoded, without a query
  std::string_view body;
  std::string_view idempotency_key = {};  // the field Idempotency-Key, or nothing
};

class PostHandler {
 public:
  // `path` is percent-decoded and has no query.
  virtual bool takes_posts_at(std::string_view path) const = 0;

  // Takes the whole body of a request. It calls `answered` once, on the listener's thread: before it
  // returns, or later, when the connection may have ended. A session answers 503 by itself if that takes too long.
  // REQUIRES: takes_posts_at(request.path).
  virtual void post(const PostedRequest& request, std::function<void(const PostAnswer&)> answered) = 0;

 protected:
  ~PostHandler() = default;
};

}  // namespace sws
