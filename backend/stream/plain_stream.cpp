#include "backend/stream/plain_stream.hpp"

#include <string>

#include "backend/process/entropy.hpp"
#include "backend/websocket/frame.hpp"
#include "shared/codec.hpp"
#include "shared/uniform.hpp"

namespace sws {
namespace {

using NumberFrame = TextFrame<kMaxPlainNumberText>;

NumberFrame frame_of(std::int32_t number) {
  NumberFrame frame;
  frame.set_size(encode(PlainNumber{number}, frame.text()));
  return frame;
}

}  // namespace

PlainStream::PlainStream(Outlet& outlet, const Settings& settings, CatchUp& catch_up, const StreamRequest&)
    : NumberStream(outlet, catch_up), settings_(settings) {}

void PlainStream::on_open() {
  run(StreamCursor(TickSchedule::slot_start(ticker().now()), settings_.stream), false);
}

std::int32_t PlainStream::draw() const {
  return uniform(settings_.stream.min, settings_.stream.max, random_word);
}

SendStatus PlainStream::send_number(std::uint32_t) {
  return outlet().send(frame_of(draw()).bytes());
}

// The protocol has no message for a run of numbers, so each has its frame, and all go out together.
SendStatus PlainStream::send_numbers(std::uint32_t, std::uint32_t count) {
  std::string frames;
  for (std::uint32_t i = 0; i < count; ++i) {
    const NumberFrame frame = frame_of(draw());
    frames.append(frame.bytes().begin(), frame.bytes().end());
  }
  return outlet().send(frames);
}

}  // namespace sws
