#include "backend/stream/plain_stream.hpp"

#include <string>

#include "backend/process/entropy.hpp"
#include "backend/websocket/frame.hpp"
#include "shared/codec.hpp"

namespace sws {
namespace {

using NumberFrame = TextFrame<kMaxPlainNumberText>;

NumberFrame frame_of(std::int32_t number) {
  NumberFrame frame;
  frame.set_size(encode(PlainNumber{number}, frame.text()));
  return frame;
}

}  // namespace

void PlainStream::on_open() {
  const StreamParameters& p = settings_.stream;
  const Seed seed = derive_server_seed(settings_.secret, random_stream_id());
  run(NumberSequence(seed, random_client_seed(), p.min, p.max),
      StreamCursor(TickSchedule::slot_start(ticker().now()), p));
}

SendStatus PlainStream::send_number(std::uint32_t, std::int32_t number) {
  return socket().send(frame_of(number).bytes());
}

// The protocol has no message for a run of numbers, so each has its frame, and all go out together.
SendStatus PlainStream::send_numbers(std::uint32_t, std::span<const std::int32_t> numbers) {
  std::string frames;
  for (const std::int32_t number : numbers) {
    const NumberFrame frame = frame_of(number);
    frames.append(frame.bytes().begin(), frame.bytes().end());
  }
  return socket().send(frames);
}

}  // namespace sws
