#include <array>

#include "shared/proof.hpp"
#include "shared/wire_member.hpp"

namespace sws {
namespace {

struct Parts {  // which members a text has
  bool roots, keys, server_seed, reason, next;
};

// Says why no proof has these members and values together, or nothing.
std::optional<std::string> contradiction_in(const Proof& proof, const Parts& has) {
  if (proof.min > proof.max) return "\"min\" is above \"max\"";
  if (proof.numbers.size() > proof.offer.count) {
    return std::to_string(proof.numbers.size()) + " numbers of a stream of " + std::to_string(proof.offer.count);
  }
  if (has.reason != has.next) return "\"end\" has one of reason and next: both are expected";
  if (proof.offer.count <= kMaxProvenCount) {
    if (!has.server_seed) return std::nullopt;
    return "\"server_seed\" is there: a stream of so few numbers is proven by its keys";
  }
  if (has.roots || has.keys) return "\"roots\" or \"keys\" are there: a stream of so many numbers has none";
  if (!has.server_seed) return "\"server_seed\" is missing: it alone proves a stream of so many numbers";
  if (!has.reason) return "\"end\" is missing: the server reveals its seed only there";
  return std::nullopt;
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
    append_member(text, "roots", proof.offer.roots);
    append_member(text, "keys", proof.keys);
  }
  if (proof.reason) {
    const std::uint64_t next = proof.other_next.value_or(proof.numbers.size());
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
  static constexpr JsonMember kVersion[] = {{.path = "protocol", .lowest = 1, .highest = 1}};
  JsonValue version[1];
  if (auto error = read_object(text, kMaxProofBytes, kVersion, version)) {
    error->kind = DecodeError::Kind::malformed;  // in another version of the protocol the members may mean anything
    return *std::move(error);
  }
  static constexpr std::array kMembers = {hex_member<StreamId>("stream"),
                                          stream_count_member(),
                                          hex_member<Digest>("commitment"),
                                          client_seed_member(),
                                          int32_member("min"),
                                          int32_member("max"),
                                          optional(key_member("roots", Type::strings)),
                                          optional(key_member("keys", Type::strings)),
                                          optional(hex_member<Seed>("server_seed")),
                                          optional(reason_member("end.reason")),
                                          optional(position_member("end.next")),
                                          int32s_member("numbers")};
  std::array<JsonValue, kMembers.size()> values;
  if (auto error = read_object(text, kMaxProofBytes, kMembers, values)) return *std::move(error);
  const auto& [stream, count, commitment, client_seed, min, max, roots, keys, server_seed, reason, next, numbers] =
      values;
  Proof proof{.offer = {from_hex<StreamId>(stream.string), uint32_of(count), from_hex<Digest>(commitment.string),
                        keys_of(roots)},
              .client_seed = client_seed.string,
              .min = int32_of(min),
              .max = int32_of(max),
              .keys = keys_of(keys),
              .numbers = int32s_of(numbers)};
  if (server_seed.present) proof.server_seed = from_hex<Seed>(server_seed.string);
  if (reason.present) proof.reason = end_reason(reason.string);
  if (next.present && uint64_of(next) != proof.numbers.size()) proof.other_next = uint64_of(next);
  const Parts has{roots.present, keys.present, server_seed.present, reason.present, next.present};
  if (auto wrong = contradiction_in(proof, has)) {
    return DecodeError{*std::move(wrong), text.size(), DecodeError::Kind::not_allowed};
  }
  return proof;
}

}  // namespace sws
