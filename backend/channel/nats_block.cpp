#include "backend/channel/nats_block.hpp"

#include <algorithm>
#include <chrono>

#include "backend/channel/nats_consumer.hpp"
#include "backend/channel/nats_sample.hpp"
#include "backend/channel/nats_stream.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kBetweenMessages = 2s;

}  // namespace

// A position behind the last message is not known yet, and one between two messages has no sample. If the block has
// none, it says where the next message is, so that a wide gap is one block.
LogArchive::Block read_nats_block(const NatsLink& link, std::string_view name, const LogId& log,
                                  std::uint64_t first) {
  if (link.log != log) return nullptr;
  const auto state = state_of_nats_stream(*link.connection, name);
  if (!state || state->log != log) return nullptr;
  const std::uint64_t end = std::min(first + LogArchive::kBlockPositions, state->next);
  auto block = std::make_shared<SampleWindow>(LogArchive::kBlockPositions);
  block->begin_at(first);
  if (state->first >= end) {
    block->skip_to(std::max(end, std::min(state->first, state->next)));
    return block;
  }
  auto consumer = NatsConsumer::create(link.connection, nats_stream_of(name), std::max(first, state->first),
                                       LogArchive::kBlockPositions);
  if (!consumer) return nullptr;
  NatsConsumer::Message message;
  std::uint64_t left = (*consumer)->pending_at_first(), known = end;
  while (left > 0 && block->next() < end) {
    if ((*consumer)->next(kBetweenMessages, message) != NatsConsumer::Event::message) return nullptr;
    left = message.place.pending;
    if (message.place.position >= end) {
      if (block->next() == first) known = message.place.position;
      break;
    }
    if (const auto sample = nats_sample(message.payload, message.place.stored_ns)) {
      block->skip_to(message.place.position);
      block->append({&*sample, 1});
    }
  }
  if (block->next() < known) block->skip_to(known);
  return block;
}

}  // namespace sws
