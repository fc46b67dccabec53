#include "backend/stream/shared_frames.hpp"

#include "backend/stream/message_frames.hpp"
#include "backend/websocket/frame.hpp"
#include "shared/codec.hpp"

namespace sws {
namespace {

std::string plain_text(std::int32_t number) {
  std::array<char, kMaxPlainNumberText> text;
  return {text.data(), encode(PlainNumber{number}, text)};
}

std::string proven_text(const Number& number) {
  std::array<char, kMaxNumberText> text;
  return {text.data(), encode(number, text)};
}

// The number with which a client goes on, for its Last-Event-ID.
std::string event_id(std::uint64_t next) {
  return "id: " + std::to_string(next) + '\n';
}

// Without a proof: a frame of the plain protocol, or an event.
std::string unproven(StreamKind kind, std::uint64_t seq, std::int32_t number) {
  if (kind == StreamKind::plain) return text_frame(plain_text(number));
  return event_id(seq + 1) + "data: " + plain_text(number) + "\n\n";
}

}  // namespace

std::string number_frames(StreamKind kind, const Number& number) {
  return kind == StreamKind::verified ? text_frame(proven_text(number))
                                      : unproven(kind, number.seq, number.message);
}

std::string number_frames(StreamKind kind, const Numbers& run) {
  if (kind == StreamKind::verified) return text_frame(encode(run));
  std::string frames;
  for (std::size_t i = 0; i < run.messages.size(); ++i) frames += unproven(kind, run.seq + i, run.messages[i]);
  return frames;
}

std::string gap_frames(StreamKind kind, const Gap& gap) {
  return message_frames(kind, event_id(gap.to), "gap", encode(gap));
}

}  // namespace sws
