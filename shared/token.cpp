#include "shared/token.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "shared/base64url.hpp"
#include "shared/hmac_sha256.hpp"
#include "shared/message.hpp"

namespace sws {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kFixedSize = 1 + 16 + 8 + 4 * 4 + 32;  // bytes of the payload before the client seed
constexpr std::string_view kPurpose = "SimpleWebsocket/1 token:";

template <class Unsigned>
void append_big_endian(std::vector<std::uint8_t>& bytes, Unsigned value) {
  for (std::size_t shift = sizeof value * 8; shift > 0;) {
    shift -= 8;
    bytes.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

template <class Unsigned>
Unsigned take_big_endian(std::span<const std::uint8_t>& bytes) {
  Unsigned value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i) value = static_cast<Unsigned>(value << 8 | bytes[i]);
  bytes = bytes.subspan(sizeof value);
  return value;
}

Digest sign(const Secret& secret, std::span<const std::uint8_t> payload) {
  std::string message(kPurpose);
  message.append(payload.begin(), payload.end());
  return HmacSha256(secret)(message);
}

}  // namespace

bool is_allowed(const StreamIdentity& identity) {
  const Limits limits;
  const StreamParameters& p = identity.parameters;
  return identity.start_ms >= -kMaxStartMs && identity.start_ms <= kMaxStartMs && p.min <= p.max &&
         p.interval_ms >= limits.min_interval_ms && p.interval_ms <= limits.max_interval_ms && p.count >= 1 &&
         p.count <= limits.max_count && is_client_seed(identity.client_seed);
}

std::string encode_token(const Secret& secret, const StreamIdentity& identity) {
  std::vector<std::uint8_t> bytes = {kVersion};
  bytes.insert(bytes.end(), identity.stream.begin(), identity.stream.end());
  append_big_endian(bytes, static_cast<std::uint64_t>(identity.start_ms));
  append_big_endian(bytes, static_cast<std::uint32_t>(identity.parameters.min));
  append_big_endian(bytes, static_cast<std::uint32_t>(identity.parameters.max));
  append_big_endian(bytes, identity.parameters.interval_ms);
  append_big_endian(bytes, identity.parameters.count);
  bytes.insert(bytes.end(), identity.commitment.begin(), identity.commitment.end());
  bytes.insert(bytes.end(), identity.client_seed.begin(), identity.client_seed.end());
  const Digest signature = sign(secret, bytes);
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return to_base64url(bytes);
}

boost::system::result<SignedStream, std::string> decode_token(std::span<const Secret> secrets,
                                                              std::string_view token) {
  const auto bytes = from_base64url(token.substr(0, kMaxTokenLength + 1));
  if (!bytes || token.size() > kMaxTokenLength || bytes->size() < kFixedSize + 1 + sizeof(Digest)) {
    return std::string("this is not a token of this protocol");
  }
  std::span<const std::uint8_t> payload = std::span(*bytes).first(bytes->size() - sizeof(Digest));
  const auto signature = std::span(*bytes).subspan(payload.size());
  const auto secret = std::find_if(secrets.begin(), secrets.end(), [&](const Secret& each) {
    return equal_in_constant_time(sign(each, payload), signature);
  });
  if (secret == secrets.end()) {
    return std::string("the token's signature is wrong: it is altered, or of another cluster");
  }
  if (take_big_endian<std::uint8_t>(payload) != kVersion) return std::string("the token is of another version");
  StreamIdentity identity;
  std::copy_n(payload.begin(), identity.stream.size(), identity.stream.begin());
  payload = payload.subspan(identity.stream.size());
  identity.start_ms = static_cast<std::int64_t>(take_big_endian<std::uint64_t>(payload));
  identity.parameters.min = static_cast<std::int32_t>(take_big_endian<std::uint32_t>(payload));
  identity.parameters.max = static_cast<std::int32_t>(take_big_endian<std::uint32_t>(payload));
  identity.parameters.interval_ms = take_big_endian<std::uint32_t>(payload);
  identity.parameters.count = take_big_endian<std::uint32_t>(payload);
  std::copy_n(payload.begin(), identity.commitment.size(), identity.commitment.begin());
  payload = payload.subspan(identity.commitment.size());
  identity.client_seed.assign(payload.begin(), payload.end());
  if (!is_allowed(identity)) return std::string("the token's stream is not one that this protocol allows");
  return SignedStream{std::move(identity), *secret};
}

boost::system::result<StreamIdentity, std::string> decode_token(const Secret& secret, std::string_view token) {
  auto decoded = decode_token(std::span(&secret, 1), token);
  if (!decoded) return decoded.error();
  return std::move(decoded->identity);
}

}  // namespace sws
