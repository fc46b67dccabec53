#include "backend/stream/log_frames.hpp"

#include <utility>

#include "backend/stream/message_frames.hpp"
#include "backend/websocket/frame.hpp"
#include "shared/codec.hpp"
#include "shared/hex.hpp"
#include "shared/json_double.hpp"

namespace sws {
namespace {

std::string plain_numbers(const std::vector<Sample>& samples) {
  std::string frames;
  for (const Sample& sample : samples) frames += text_frame("{\"message\": " + json_text(sample.value) + '}');
  return frames;
}

// The position where a client goes on, for its Last-Event-ID.
std::string event_id(const LogId& log, std::uint64_t next) {
  return "id: " + to_hex(log) + '.' + std::to_string(next) + '\n';
}

std::string number_events(const LogId& log, std::uint64_t seq, const std::vector<Sample>& samples) {
  std::string events;
  for (const Sample& sample : samples) {
    events += event_id(log, ++seq) + "data: {\"message\": " + json_text(sample.value) +
              ", \"at_ms\": " + std::to_string(sample.at_ms) + "}\n\n";
  }
  return events;
}

}  // namespace

std::string number_frames(StreamKind kind, const LogId& log, std::uint64_t seq, std::vector<Sample> samples) {
  switch (kind) {
    case StreamKind::plain:
      return plain_numbers(samples);
    case StreamKind::verified:
      return text_frame(encode(LogNumbers{seq, std::move(samples)}));
    case StreamKind::events:
      break;
  }
  return number_events(log, seq, samples);
}

std::string gap_frames(StreamKind kind, const LogId& log, const Gap& gap) {
  return message_frames(kind, event_id(log, gap.to), "gap", encode(gap));
}

std::string source_frames(StreamKind kind, const SourceState& state) {
  return message_frames(kind, "", "source", encode(state));
}

std::string end_frames(StreamKind kind, const LogId& log, const End& end) {
  return message_frames(kind, event_id(log, end.next), "end", encode(end));
}

}  // namespace sws
