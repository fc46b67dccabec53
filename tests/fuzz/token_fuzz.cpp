// libFuzzer's target for resume tokens: as texts that a client sends, and as payloads under a right signature, as
// only someone with the secret can make them. What is accepted is written again as the very same token.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "shared/base64url.hpp"
#include "shared/hmac_sha256.hpp"
#include "shared/key_chain.hpp"
#include "shared/number.hpp"
#include "shared/token.hpp"

namespace {

constexpr sws::Secret kSecret = {1, 2, 3};

void require(bool condition) {
  if (!condition) std::abort();
}

void check(std::string_view token) {
  const auto identity = sws::decode_token(kSecret, token);
  if (!identity) return require(!identity.error().empty());
  require(sws::is_allowed(*identity));
  require(sws::encode_token(kSecret, *identity) == token);
  const auto& [min, max, interval_ms, count] = identity->parameters;
  const sws::Key key = sws::KeyChain({}, identity->stream).key_of(count - 1);
  const std::int32_t number = sws::number_of(key, {identity->client_seed, min, max}, count - 1);
  require(min <= number && number <= max);
}

std::string signed_token(std::string_view payload) {
  std::vector<std::uint8_t> bytes(payload.begin(), payload.end());
  const sws::Digest signature = sws::HmacSha256(kSecret)("SimpleWebsocket/1 token:" + std::string(payload));
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return sws::to_base64url(bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto bytes = sws::from_base64url(text);
  require(!bytes || sws::to_base64url(*bytes) == text);
  check(text);
  check(signed_token(text));
  return 0;
}
