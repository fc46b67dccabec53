#include "backend/connection/connection.hpp"

#include <boost/asio/post.hpp>

namespace sws {

void Connection::end() {
  if (ended_) return;
  begin_end();
  close_socket();
  release_when_idle();
}

void Connection::reset() {
  if (ended_) return;
  begin_end();
  reset_socket();
  release_when_idle();
}

void Connection::begin_end() {
  ended_ = true;
  clear_deadline();
}

// The callers of end() are functions of this object, so that it must not be destroyed before they have returned.
void Connection::release_when_idle() {
  if (operations_ == 0) boost::asio::post(owner_.executor(), tracked([] {}));
}

void Connection::set_deadline(std::chrono::milliseconds after) {
  const SteadyTime now = ticker_.now();
  ticker_.add(deadline_, shared_wake_up(now, now + after));
}

}  // namespace sws
