// Where the numbers of a received channel come from, if the server fetches them itself: a source gives them to the
// channel's feed (log_feed.hpp) on a thread of its own. All functions are called by one thread, the main one.
#pragma once

namespace sws {

class Source {
 public:
  virtual ~Source() = default;
  virtual void start() = 0;
  virtual void ask_to_stop() = 0;  // returns at once, so that many sources can stop at the same time
  virtual void stop() = 0;         // returns when nothing more is given to the feed
};

}  // namespace sws
