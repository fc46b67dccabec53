#include "backend/stream/plain_stream.hpp"

#include <string>

#include "backend/process/entropy.hpp"
#include "backend/websocket/frame.hpp"
#include "shared/codec.hpp"
#include "shared/key_chain.hpp"
#include "shared/number.hpp"
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
    : NumberStream(outlet, catch_up),
      settings_(settings),
      key_(derive_server_seed(settings.secrets.signing(), random_stream_id())) {}

void PlainStream::on_open() {
  run(StreamCursor(TickSchedule::slot_start(ticker().now()), settings_.stream));
}

std::int32_t PlainStream::number(std::uint32_t n) const {
  return uniform(settings_.stream.min, settings_.stream.max, NumberWords(key_, "", n));
}

SendStatus PlainStream::send_number(std::uint32_t seq) {
  return outlet().send(frame_of(number(seq)).bytes());
}

// The protocol has no message for a run of numbers, so each has its frame, and all go out together.
SendStatus PlainStream::send_numbers(std::uint32_t seq, std::uint32_t count) {
  std::string frames;
  for (std::uint32_t i = 0; i < count; ++i) {
    const NumberFrame frame = frame_of(number(seq + i));
    frames.append(frame.bytes().begin(), frame.bytes().end());
  }
  return outlet().send(frames);
}

}  // namespace sws
