#include "backend/stream/shared_channel.hpp"

#include <algorithm>
#include <utility>

#include "backend/channel/stream_start.hpp"
#include "backend/stream/shared_frames.hpp"
#include "backend/websocket/frame.hpp"
#include "shared/codec.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

// A portion takes 0.03 to 0.15 ms, and a period less than a second, which is far less than the shortest period.
constexpr std::uint32_t kStepsATurn = 256;
constexpr std::chrono::milliseconds kPause{50};

}  // namespace

SharedChannel::SharedChannel(SharedSequence sequence, std::uint32_t history, Ticker& ticker)
    : sequence_(std::move(sequence)), most_back_(std::min(history, SharedSequence::kMostBack)), ticker_(ticker) {
  prepare(ticker_.now());
}

std::uint64_t SharedChannel::first_offered(std::uint64_t next, std::uint64_t newest) const {
  const std::uint64_t end = newest + 1;
  return std::max(next, end - std::min<std::uint64_t>(end, most_back_));
}

std::chrono::milliseconds SharedChannel::time_until_last(std::uint64_t next, WallTime now) const {
  using std::chrono::milliseconds;
  const std::uint64_t newest = sequence_.newest_at(now);
  if (next <= newest + 1) return milliseconds(0);
  const auto farthest = static_cast<std::uint64_t>(kFarthestStart.count()) / sequence_.parameters().interval_ms;
  const std::uint64_t last = newest + std::min(next - 1 - newest, farthest);
  return milliseconds(sequence_.due_ms(last)) - std::chrono::floor<milliseconds>(now.time_since_epoch());
}

void SharedChannel::change_secret(const Secret& secret, std::uint64_t first) {
  sequence_.change_secret(secret, first);
  prepare(ticker_.now());
}

std::string SharedChannel::root_frames(std::uint64_t from, std::uint64_t to) {
  std::string frames;
  for (std::uint64_t period = from; period < to; ++period) {
    frames += text_frame(encode(Root{period, sequence_.root(period)}));
  }
  return frames;
}

std::string SharedChannel::announcement(StreamKind kind, std::uint64_t first, std::uint32_t count) {
  const std::uint64_t period = period_of(first + count - 1);
  if (kind != StreamKind::verified || first > first_of_period(period)) return "";
  return root_frames(period + kAnnouncedRoots - 1, period + kAnnouncedRoots);
}

std::span<const char> SharedChannel::frames(StreamKind kind, std::uint64_t n) {
  Encoded& encoded = encoded_[static_cast<std::size_t>(kind)];
  if (encoded.n != n) {
    if (number_.seq != n) number_ = sequence_.at(n);
    encoded = {n, announcement(kind, n, 1) + number_frames(kind, number_)};
  }
  return encoded.frames;
}

std::string SharedChannel::frames(StreamKind kind, std::uint64_t first, std::uint32_t count) {
  return announcement(kind, first, count) + number_frames(kind, sequence_.run(first, count));
}

// Goes on now and then until all is there, and again when the next period begins.
void SharedChannel::prepare(SteadyTime now) {
  const WallTime wall_now = ticker_.clock().wall();
  const std::uint64_t newest = sequence_.newest_at(wall_now);
  const std::uint64_t next_period = first_of_period(period_of(newest) + 1);
  const bool done = sequence_.prepare(newest, kStepsATurn);
  ticker_.add(prepare_, done ? steady_start(sequence_.due_ms(next_period), now, wall_now) : now + kPause);
}

}  // namespace sws
