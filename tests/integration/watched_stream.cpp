#include "tests/integration/watched_stream.hpp"

#include <span>
#include <stdexcept>
#include <utility>

namespace sws {
namespace {

void require(bool condition, const std::string& otherwise) {
  if (!condition) throw std::runtime_error(otherwise);
}

bool has_roots(const Offer& offer) {
  return offer.count <= kMaxProvenCount;
}

}  // namespace

WatchedStream::WatchedStream(Offer offer, std::string client_seed, std::string token)
    : client_seed_(std::move(client_seed)), token_(std::move(token)), offer_(std::move(offer)) {}

void WatchedStream::take(const ServerMessage& message) {
  if (const auto* hello = std::get_if<Hello>(&message)) take_hello(*hello);
  if (const auto* started = std::get_if<Started>(&message)) take_started(*started);
  if (const auto* end = std::get_if<End>(&message)) take_end(*end);
  if (const auto* run = std::get_if<Numbers>(&message)) take_numbers(run->seq, run->messages, run->keys);
  if (const auto* number = std::get_if<Number>(&message)) {
    take_numbers(number->seq, std::span(&number->message, 1),
                 number->key ? std::span(&*number->key, 1) : std::span<const Key>());
  }
}

// A viewer that comes back keeps to the stream that it knows, whatever else is offered.
void WatchedStream::take_hello(const Hello& hello) {
  if (offer_ || !hello.offer) return;
  if (has_roots(*hello.offer)) {
    if (const auto fault = fault_of(*hello.offer))
      throw std::runtime_error("the offer commits to nothing: " + *fault);
  } else {
    require(hello.offer->roots.empty(), "the offer of so many numbers has roots");
  }
  offer_ = hello.offer;
}

void WatchedStream::take_started(const Started& started) {
  require(offer_ && started.stream == offer_->stream, "a stream started that this viewer does not know");
  require(started.commitment == offer_->commitment, "the commitment in \"started\" is not the one in \"hello\"");
  require(started.parameters.count == offer_->count, "the count in \"started\" is not the one in \"hello\"");
  require(started.next == numbers_.size(),
          "the stream goes on with number " + std::to_string(started.next) + ", not with the next one");
  require(token_.empty() || started.token == token_, "the token has changed");
  require(!started_ || started.parameters == started_->parameters, "the parameters have changed");
  started_ = started;
  token_ = started.token;
  if (has_roots(*offer_) && !verifier_) {
    verifier_.emplace(*offer_, client_seed_, started.parameters.min, started.parameters.max);
  }
}

void WatchedStream::take_numbers(std::uint64_t seq, std::span<const std::int32_t> numbers,
                                 std::span<const Key> keys) {
  const std::string name = "number " + std::to_string(seq);
  require(started_.has_value(), name + " came of a stream that has not started");
  require(!end_, name + " came behind the end");
  require(seq == numbers_.size(), name + " came instead of number " + std::to_string(numbers_.size()));
  if (!verifier_) {
    require(keys.empty(), name + " of a stream without roots has a key");
  } else if (const auto wrong = verifier_->take(seq, numbers, keys)) {
    throw std::runtime_error(*wrong);
  }
  numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
}

void WatchedStream::take_end(const End& end) {
  require(started_.has_value(), "the end came of a stream that has not started");
  require(end.server_seed.has_value() != has_roots(*offer_),
          end.server_seed ? "the seed of a stream with roots was revealed" : "the seed was not revealed");
  end_ = end;
  const Proof whole = proof();
  Verifier verifier(whole);
  verifier.advance(SIZE_MAX);
  if (verifier.problem()) throw std::runtime_error(*verifier.problem());
  require(verifier.verified() == numbers_.size(), "the end came, but not every number is verified");
}

Proof WatchedStream::proof() const {
  const StreamParameters& p = started_->parameters;
  Proof proof{.offer = *offer_, .client_seed = client_seed_, .min = p.min, .max = p.max, .numbers = numbers_};
  if (verifier_) proof.keys = verifier_->keys();
  if (!end_) return proof;
  proof.server_seed = end_->server_seed;
  proof.reason = end_->reason;
  if (end_->next != numbers_.size()) proof.other_next = end_->next;
  return proof;
}

}  // namespace sws
