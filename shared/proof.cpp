#include "shared/proof.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "shared/hex.hpp"
#include "shared/json_reader.hpp"
#include "shared/sha256.hpp"

namespace sws {

std::string encode_proof(const Proof& proof) {
  std::string text = "{\"protocol\":1,\"commitment\":\"" + to_hex(proof.commitment) + "\",\"server_seed\":\"" +
                     to_hex(proof.server_seed) + "\",\"client_seed\":\"" + proof.client_seed +
                     "\",\"min\":" + std::to_string(proof.min) + ",\"max\":" + std::to_string(proof.max) +
                     ",\"end\":{\"reason\":\"" + std::string(name_of(proof.reason)) + "\",\"next\":" +
                     std::to_string(proof.other_next.value_or(static_cast<std::uint32_t>(proof.numbers.size()))) +
                     "},\"numbers\":[";
  for (const std::int32_t number : proof.numbers) (text += std::to_string(number)) += ',';
  if (!proof.numbers.empty()) text.pop_back();
  return text += "]}\n";
}

Decoded<Proof> decode_proof(std::string_view text) {
  using Type = JsonMember::Type;
  using Int32 = std::numeric_limits<std::int32_t>;
  const auto is_reason = [](std::string_view name) {
    return name == name_of(EndReason::complete) || name == name_of(EndReason::stopped);
  };
  constexpr const char* kHex = "64 lowercase hexadecimal digits";
  std::array<JsonMember, 1> version = {{{.path = "protocol", .lowest = 1, .highest = 1}}};
  if (auto error = read_object(text, kMaxProofBytes, version)) {
    error->kind = DecodeError::Kind::malformed;  // in another version of the protocol the members may mean anything
    return *std::move(error);
  }
  std::array<JsonMember, 8> members = {{
      {.path = "commitment", .type = Type::string, .is_allowed = is_hex_of<Digest>, .expected = kHex},
      {.path = "server_seed", .type = Type::string, .is_allowed = is_hex_of<Seed>, .expected = kHex},
      {.path = "client_seed",
       .type = Type::string,
       .is_allowed = is_client_seed,
       .expected = "1 to 64 characters of 0-9, A-Z, a-z, _ and -"},
      {.path = "min", .lowest = Int32::min(), .highest = Int32::max()},
      {.path = "max", .lowest = Int32::min(), .highest = Int32::max()},
      {.path = "end.reason", .type = Type::string, .is_allowed = is_reason, .expected = "complete or stopped"},
      {.path = "end.next", .highest = Limits().max_count},
      {.path = "numbers", .type = Type::integers, .lowest = Int32::min(), .highest = Int32::max()},
  }};
  if (auto error = read_object(text, kMaxProofBytes, members)) return *std::move(error);
  const auto& [commitment, server_seed, client_seed, min, max, reason, next, numbers] = members;
  if (min.integer > max.integer) {
    return DecodeError{"\"min\" is above \"max\"", text.size(), DecodeError::Kind::not_allowed};
  }
  if (numbers.integers.size() > Limits().max_count) {
    return DecodeError{std::to_string(numbers.integers.size()) + " numbers: at most " +
                           std::to_string(Limits().max_count) + " are expected",
                       text.size(), DecodeError::Kind::not_allowed};
  }
  Proof proof{.commitment = from_hex<Digest>(commitment.string),
              .server_seed = from_hex<Seed>(server_seed.string),
              .client_seed = client_seed.string,
              .min = static_cast<std::int32_t>(min.integer),
              .max = static_cast<std::int32_t>(max.integer),
              .reason = reason.string == name_of(EndReason::complete) ? EndReason::complete : EndReason::stopped,
              .numbers = {numbers.integers.begin(), numbers.integers.end()}};
  if (next.integer != static_cast<std::int64_t>(proof.numbers.size())) {
    proof.other_next = static_cast<std::uint32_t>(next.integer);
  }
  return proof;
}

Verifier::Verifier(const Proof& proof)
    : proof_(proof), numbers_(proof.server_seed, proof.client_seed, proof.min, proof.max) {
  const Digest hash = sha256(proof.server_seed);
  if (hash == proof.commitment) {
    check_end();
  } else {
    problem_ = "the revealed seed is not the one committed to: its SHA-256 is " + to_hex(hash) +
               ", the commitment " + to_hex(proof.commitment);
  }
}

void Verifier::advance(std::size_t most) {
  for (; most > 0 && !finished(); --most) {
    const std::int32_t expected = numbers_.at(static_cast<std::uint32_t>(verified_));
    if (proof_.numbers[verified_] == expected) {
      ++verified_;
      check_end();
    } else {
      problem_ = "number " + std::to_string(verified_) + " is " + std::to_string(proof_.numbers[verified_]) +
                 ": the seeds give " + std::to_string(expected);
    }
  }
}

void Verifier::check_end() {
  if (verified_ < proof_.numbers.size() || !proof_.other_next) return;
  problem_ = "there are " + std::to_string(verified_) + " numbers, but the stream is said to have ended after " +
             std::to_string(*proof_.other_next);
}

}  // namespace sws
