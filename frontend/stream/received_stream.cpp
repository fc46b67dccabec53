#include "frontend/stream/received_stream.hpp"

#include <algorithm>
#include <utility>

#include "frontend/stream/number_phrases.hpp"

namespace sws {

std::optional<std::string> ReceivedStream::accept(Offer made, std::optional<std::uint32_t> wanted) {
  offer = std::move(made);
  if (wanted && offer->count != *wanted) {
    return "the server offers a stream of " + counted(offer->count, "number") + ", but " + std::to_string(*wanted) +
           " were asked for";
  }
  if (is_verified_at_end()) {
    if (offer->roots.empty()) return std::nullopt;
    return "the server offers roots for " + counted(offer->count, "number") + ": such a long stream has none";
  }
  auto fault = fault_of(*offer);
  is_offer_broken = fault.has_value();
  if (fault) fault->insert(0, "the server committed to nothing: ");
  return fault;
}

std::optional<std::string> ReceivedStream::begin(const Started& started) {
  if (token.empty()) {
    parameters = started.parameters;
    start_ms = started.start_ms;
  }
  if (started.stream != offer->stream) return "it names another stream than before";
  if (started.commitment != offer->commitment) return "its commitment is not the one made at first";
  if (started.next != next()) {
    return "it goes on with number " + std::to_string(started.next) + " where number " + std::to_string(next()) +
           " is due";
  }
  if (started.parameters != parameters || parameters.count != offer->count) {
    return "its range, interval or count is not what was agreed";
  }
  if (token.empty() && !is_verified_at_end()) verifier.emplace(*offer, client_seed, parameters.min, parameters.max);
  token = started.token;
  return std::nullopt;
}

std::optional<std::string> ReceivedStream::sequence_break(std::uint64_t seq, std::size_t count) const {
  if (seq > next()) {
    return numbers_named(next(), seq - 1) + " did not come: " + numbers_named(seq, seq) + " came instead";
  }
  if (seq == next()) return std::nullopt;
  return numbers_named(seq, std::min<std::uint64_t>(next(), seq + count) - 1) + " came again";
}

std::optional<std::string> ReceivedStream::append(std::span<const std::int32_t> run, std::span<const Key> keys) {
  std::optional<std::string> wrong;
  std::size_t good = run.size();
  if (verifier) {
    wrong = verifier->take(next(), run, keys);
    good = verifier->verified() - next();
  } else if (run.size() > parameters.count - next()) {
    wrong = "number " + std::to_string(parameters.count) + " came, but the stream has only " +
            std::to_string(parameters.count);
    good = 0;
  }
  if (wrong) rejected = Numbers{next(), {run.begin(), run.end()}, {keys.begin(), keys.end()}};
  numbers.insert(numbers.end(), run.begin(), run.begin() + static_cast<std::ptrdiff_t>(good));
  return wrong;
}

bool ReceivedStream::has_proof() const {
  if (is_verified_at_end()) return end && end->server_seed;
  return has_evidence() || (verifier && !numbers.empty());
}

bool ReceivedStream::has_evidence() const {
  if (is_verified_at_end()) return false;
  const bool is_cut_short = end && end->reason == EndReason::complete && next() < parameters.count;
  return is_offer_broken || rejected || is_cut_short || (end && end->next != next());
}

Proof ReceivedStream::proof() const {
  Proof proof{.offer = *offer,
              .client_seed = client_seed,
              .min = parameters.min,
              .max = parameters.max,
              .numbers = numbers};
  if (verifier) proof.keys = verifier->keys();
  if (rejected) {
    const auto seq = static_cast<std::size_t>(rejected->seq);
    proof.numbers.resize(seq);
    proof.numbers.insert(proof.numbers.end(), rejected->messages.begin(), rejected->messages.end());
    // These keys stand for the last numbers of their segments, the first of which may have had a key before.
    if (!rejected->keys.empty()) proof.keys.resize(seq / kSegmentNumbers);
    proof.keys.insert(proof.keys.end(), rejected->keys.begin(), rejected->keys.end());
  }
  if (end) {
    proof.reason = end->reason;
    if (end->next != next()) proof.other_next = end->next;
    if (is_verified_at_end()) proof.server_seed = end->server_seed;
  }
  return proof;
}

}  // namespace sws
