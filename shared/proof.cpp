#include "shared/proof.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include "shared/base64url.hpp"
#include "shared/hex.hpp"
#include "shared/json_reader.hpp"
#include "shared/number.hpp"
#include "shared/sha256.hpp"

namespace sws {
namespace {

void append(std::string& text, std::string_view name, std::span<const Bytes32> values) {
  ((text += ",\"") += name) += "\":[";
  for (const Bytes32& value : values) ((text += '"') += to_base64url(value)) += "\",";
  if (!values.empty()) text.pop_back();
  text += ']';
}

std::vector<Bytes32> bytes32_of(const JsonMember& member) {
  std::vector<Bytes32> values(member.strings.size());
  std::transform(member.strings.begin(), member.strings.end(), values.begin(), bytes32_from_base64url);
  return values;
}

bool is_reason(std::string_view name) {
  return name == name_of(EndReason::complete) || name == name_of(EndReason::stopped);
}

// Says what a proof with these members cannot have, or nothing.
std::optional<std::string> contradiction_in(const Proof& proof, bool has_next) {
  if (proof.min > proof.max) return "\"min\" is above \"max\"";
  if (proof.numbers.size() > proof.offer.count) {
    return std::to_string(proof.numbers.size()) + " numbers of a stream of " + std::to_string(proof.offer.count);
  }
  if (proof.reason.has_value() != has_next) return "\"end\" has one of reason and next: both are expected";
  const bool has_roots = proof.offer.count <= kMaxProvenCount;
  if (proof.server_seed.has_value() != has_roots) return std::nullopt;
  return has_roots ? "\"server_seed\" is there: a stream of so few numbers is proven by its keys"
                   : "\"server_seed\" is missing: it alone proves a stream of so many numbers";
}

}  // namespace

std::string encode_proof(const Proof& proof) {
  std::string text = "{\"protocol\":1,\"stream\":\"" + to_hex(proof.offer.stream) +
                     "\",\"count\":" + std::to_string(proof.offer.count) + ",\"commitment\":\"" +
                     to_hex(proof.offer.commitment) + "\",\"client_seed\":\"" + proof.client_seed +
                     "\",\"min\":" + std::to_string(proof.min) + ",\"max\":" + std::to_string(proof.max);
  if (proof.server_seed) {
    text += ",\"server_seed\":\"" + to_hex(*proof.server_seed) + '"';
  } else {
    append(text, "roots", proof.offer.roots);
    append(text, "keys", proof.keys);
  }
  if (proof.reason) {
    const std::uint32_t next = proof.other_next.value_or(static_cast<std::uint32_t>(proof.numbers.size()));
    text += ",\"end\":{\"reason\":\"" + std::string(name_of(*proof.reason)) +
            "\",\"next\":" + std::to_string(next) + '}';
  }
  text += ",\"numbers\":[";
  for (const std::int32_t number : proof.numbers) (text += std::to_string(number)) += ',';
  if (!proof.numbers.empty()) text.pop_back();
  return text += "]}\n";
}

Decoded<Proof> decode_proof(std::string_view text) {
  using Type = JsonMember::Type;
  using Int32 = std::numeric_limits<std::int32_t>;
  constexpr const char* kHex = "64 lowercase hexadecimal digits";
  constexpr const char* kBase64url = "43 characters of base64url";
  std::array<JsonMember, 1> version = {{{.path = "protocol", .lowest = 1, .highest = 1}}};
  if (auto error = read_object(text, kMaxProofBytes, version)) {
    error->kind = DecodeError::Kind::malformed;  // in another version of the protocol the members may mean anything
    return *std::move(error);
  }
  std::array<JsonMember, 12> members = {{
      {.path = "stream",
       .type = Type::string,
       .is_allowed = is_hex_of<StreamId>,
       .expected = "32 lowercase hexadecimal digits"},
      {.path = "count", .lowest = 1, .highest = Limits().max_count},
      {.path = "commitment", .type = Type::string, .is_allowed = is_hex_of<Digest>, .expected = kHex},
      {.path = "client_seed",
       .type = Type::string,
       .is_allowed = is_client_seed,
       .expected = "1 to 64 characters of 0-9, A-Z, a-z, _ and -"},
      {.path = "min", .lowest = Int32::min(), .highest = Int32::max()},
      {.path = "max", .lowest = Int32::min(), .highest = Int32::max()},
      {.path = "server_seed",
       .type = Type::string,
       .is_allowed = is_hex_of<Seed>,
       .expected = kHex,
       .required = false},
      {.path = "roots",
       .type = Type::strings,
       .is_allowed = is_base64url_of_32_bytes,
       .expected = kBase64url,
       .required = false},
      {.path = "keys",
       .type = Type::strings,
       .is_allowed = is_base64url_of_32_bytes,
       .expected = kBase64url,
       .required = false},
      {.path = "end.reason",
       .type = Type::string,
       .is_allowed = is_reason,
       .expected = "complete or stopped",
       .required = false},
      {.path = "end.next", .highest = Limits().max_count, .required = false},
      {.path = "numbers", .type = Type::integers, .lowest = Int32::min(), .highest = Int32::max()},
  }};
  if (auto error = read_object(text, kMaxProofBytes, members)) return *std::move(error);
  const auto& [stream, count, commitment, client_seed, min, max, server_seed, roots, keys, reason, next, numbers] =
      members;
  Proof proof{.offer = {from_hex<StreamId>(stream.string), static_cast<std::uint32_t>(count.integer),
                        from_hex<Digest>(commitment.string), bytes32_of(roots)},
              .client_seed = client_seed.string,
              .min = static_cast<std::int32_t>(min.integer),
              .max = static_cast<std::int32_t>(max.integer),
              .keys = bytes32_of(keys),
              .numbers = {numbers.integers.begin(), numbers.integers.end()}};
  if (server_seed.present) proof.server_seed = from_hex<Seed>(server_seed.string);
  if (reason.present) {
    proof.reason = reason.string == name_of(EndReason::complete) ? EndReason::complete : EndReason::stopped;
  }
  if (auto wrong = contradiction_in(proof, next.present)) {
    return DecodeError{*std::move(wrong), text.size(), DecodeError::Kind::not_allowed};
  }
  if (next.present && next.integer != static_cast<std::int64_t>(proof.numbers.size())) {
    proof.other_next = static_cast<std::uint32_t>(next.integer);
  }
  return proof;
}

Verifier::Verifier(const Proof& proof) : proof_(proof) {
  if (proof.server_seed) {
    chain_.emplace(*proof.server_seed, proof.offer.stream);
    const Digest hash = sha256(*proof.server_seed);
    if (hash != proof.offer.commitment) {
      problem_ = "the revealed seed is not the one committed to: its SHA-256 is " + to_hex(hash) +
                 ", the commitment " + to_hex(proof.offer.commitment);
    }
  } else if (auto fault = fault_of(proof.offer)) {
    problem_ = "the server committed to nothing: " + *fault;
  } else {
    keys_.emplace(proof.offer, proof.client_seed, proof.min, proof.max);
  }
  if (!problem_) check_end();
}

void Verifier::advance(std::size_t most) {
  if (finished()) return;
  if (chain_) {
    advance_by_seed(most);
  } else {
    advance_by_keys(most);
  }
  if (!problem_) check_end();
}

void Verifier::advance_by_seed(std::size_t most) {
  const std::size_t end = std::min(proof_.numbers.size(), verified_ + most);
  while (verified_ < end) {
    const auto keys = chain_->keys_of(static_cast<std::uint32_t>(verified_) / kSegmentNumbers);
    const std::size_t segment_end = std::min(end, (verified_ / kSegmentNumbers + 1) * kSegmentNumbers);
    for (; verified_ < segment_end; ++verified_) {
      const auto n = static_cast<std::uint32_t>(verified_);
      const std::int32_t expected =
          number_of(keys[n % kSegmentNumbers], {proof_.client_seed, proof_.min, proof_.max}, n);
      if (proof_.numbers[n] == expected) continue;
      problem_ = "number " + std::to_string(n) + " is " + std::to_string(proof_.numbers[n]) + ": the seeds give " +
                 std::to_string(expected);
      return;
    }
  }
}

void Verifier::advance_by_keys(std::size_t most) {
  const std::span numbers(proof_.numbers);
  const std::size_t before = verified_;
  while (verified_ < numbers.size() && verified_ - before < most) {
    const std::size_t segment = verified_ / kSegmentNumbers;
    const std::size_t size = std::min<std::size_t>(kSegmentNumbers, numbers.size() - verified_);
    const std::span keys = std::span(proof_.keys).subspan(std::min(segment, proof_.keys.size()));
    problem_ = keys_->take(static_cast<std::uint32_t>(verified_), numbers.subspan(verified_, size),
                           keys.first(std::min<std::size_t>(1, keys.size())));
    verified_ = keys_->verified();
    if (problem_) return;
  }
}

void Verifier::check_end() {
  if (verified_ < proof_.numbers.size()) return;
  if (keys_ && proof_.keys.size() > keys_->keys().size()) {
    problem_ = "there are " + std::to_string(proof_.keys.size()) +
               " keys: " + std::to_string(keys_->keys().size()) + " are expected for " + std::to_string(verified_) +
               " numbers";
  } else if (proof_.other_next) {
    problem_ = "there are " + std::to_string(verified_) + " numbers, but the stream is said to have ended after " +
               std::to_string(*proof_.other_next);
  }
}

}  // namespace sws
