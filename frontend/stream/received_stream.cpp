#include "frontend/stream/received_stream.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "frontend/stream/number_phrases.hpp"

namespace sws {
namespace {

constexpr std::int64_t twice_as_far(std::int64_t end) {
  return end < 100 ? 100 : 2 * end;
}

}  // namespace

std::optional<std::string> ReceivedStream::accept(Offer made, std::optional<std::uint32_t> wanted) {
  offer = std::move(made);
  if (wanted && offer->count != *wanted) {
    return "you asked for " + counted(*wanted, "number") + ", but the server offers " +
           grouped(std::int64_t{offer->count});
  }
  if (is_verified_at_end()) {
    if (offer->roots.empty()) return std::nullopt;
    return "the server offers roots for " + counted(offer->count, "number") + ", but such a long stream has none";
  }
  auto fault = fault_of(*offer);
  is_offer_broken = fault.has_value();
  if (fault) fault->insert(0, "the server's commitment is not valid: ");
  return fault;
}

std::optional<std::string> ReceivedStream::begin(const Started& started) {
  if (token.empty()) {
    parameters = started.parameters;
    start_ms = started.start_ms;
  }
  if (started.stream != offer->stream) return "it names a different stream";
  if (started.commitment != offer->commitment) return "its commitment has changed";
  if (started.next != next()) {
    return "it continues with " + number_named(started.next) + ", but " + number_named(next()) + " is due";
  }
  if (started.parameters != parameters || parameters.count != offer->count) {
    return "its range, interval or count has changed";
  }
  if (token.empty() && !is_verified_at_end()) verifier.emplace(*offer, client_seed, parameters.min, parameters.max);
  token = started.token;
  return std::nullopt;
}

std::optional<std::string> ReceivedStream::sequence_break(std::uint64_t seq, std::size_t count) const {
  if (seq > next()) {
    return numbers_named(next(), seq - 1) + " did not arrive before " + number_named(seq);
  }
  if (seq == next()) return std::nullopt;
  return numbers_named(seq, std::min<std::uint64_t>(next(), seq + count) - 1) + " arrived again";
}

std::optional<std::string> ReceivedStream::append(std::span<const std::int32_t> run, std::span<const Key> keys) {
  std::optional<std::string> wrong;
  std::size_t good = run.size();
  if (verifier) {
    wrong = verifier->take(next(), run, keys);
    good = verifier->verified() - next();
  } else if (run.size() > parameters.count - next()) {
    wrong =
        number_named(parameters.count) + " arrived, but the stream has only " + counted(parameters.count, "number");
    good = 0;
  }
  if (wrong) rejected = Numbers{next(), {run.begin(), run.end()}, {keys.begin(), keys.end()}};
  numbers.insert(numbers.end(), run.begin(), run.begin() + static_cast<std::ptrdiff_t>(good));
  return wrong;
}

void ReceivedStream::append_plain(std::int32_t number) {
  numbers.push_back(number);
  // An end of the range moves far at a time, so that the charts seldom change their axes.
  using Int32 = std::numeric_limits<std::int32_t>;
  std::int64_t min = parameters.min, max = parameters.max;
  while (number > max) max = std::min<std::int64_t>(twice_as_far(max), Int32::max());
  while (number < min) min = std::max<std::int64_t>(-twice_as_far(-min), Int32::min());
  parameters.min = static_cast<std::int32_t>(min);
  parameters.max = static_cast<std::int32_t>(max);
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
