#include "backend/stream/shared_stream.hpp"

#include "backend/channel/stream_start.hpp"
#include "backend/stream/shared_frames.hpp"

namespace sws {

SharedStream::Now SharedStream::now() {
  const WallTime wall = ticker().clock().wall();
  return {ticker().now(), wall, channel_->sequence().newest_at(wall)};
}

void SharedStream::run_from(std::uint64_t next, const Now& now, bool is_resumed) {
  first_ = channel_->first_offered(next, now.newest);
  if (first_ > next) {
    const std::string gap = gap_frames(kind_, {next, first_});
    if (!gap.empty()) outlet().send_surely(gap);
  }
  // A viewer who comes between two numbers is not served late.
  if (first_ == now.newest) {
    outlet().send_surely(channel_->frames(kind_, first_++));
    outlet().metrics().numbers_caught_up.add();
    sent_newest_ = true;
  }
  StreamParameters endless;
  endless.interval_ms = channel_->sequence().parameters().interval_ms;
  endless.count = UINT32_MAX;
  run(StreamCursor(steady_start(channel_->sequence().due_ms(first_), now.steady, now.wall), endless), is_resumed);
}

Outlet::Account SharedStream::account() const {
  return {.next = next(), .numbers = std::uint64_t{numbers()} + (sent_newest_ ? 1 : 0)};
}

SendStatus SharedStream::send_numbers(std::uint32_t seq, std::uint32_t count) {
  return outlet().send(channel_->frames(kind_, first_ + seq, count));
}

// The cursor has counted to its end: 497 days at the shortest interval. The viewer goes on over another connection.
void SharedStream::on_complete() {
  outlet().close(CloseCode::going_away);
}

}  // namespace sws
