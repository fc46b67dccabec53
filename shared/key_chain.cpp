#include "shared/key_chain.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string>
#include <string_view>

#include "shared/hex.hpp"
#include "shared/hmac_sha256.hpp"
#include "shared/sha256.hpp"

namespace sws {
namespace {

constexpr std::uint8_t kKeyPurpose = 0x01;
constexpr std::uint8_t kCommitmentPurpose = 0x02;

std::array<std::uint8_t, 4> big_endian(std::uint32_t value) {
  return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
          static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

constexpr std::size_t kHeightAt = 1 + sizeof(StreamId) + 4;
constexpr std::size_t kKeyAt = kHeightAt + 1;
constexpr std::size_t kMessageSize = kKeyAt + sizeof(Key);

// Returns the message whose hash is a key of the segment's chain: 0x01 ‖ stream id ‖ segment ‖ height ‖ the key
// above, and the padding (FIPS 180-4 §5.1.1). The height and the key are still to be put in.
Sha256::Block message_of(const StreamId& stream, std::uint32_t segment) {
  Sha256::Block block{};
  block[0] = kKeyPurpose;
  std::copy(stream.begin(), stream.end(), block.begin() + 1);
  const auto number = big_endian(segment);
  std::copy(number.begin(), number.end(), block.begin() + 1 + sizeof(StreamId));
  block[kMessageSize] = 0x80;
  block[62] = static_cast<std::uint8_t>(kMessageSize * 8 >> 8);
  block[63] = static_cast<std::uint8_t>(kMessageSize * 8);
  return block;
}

void put(Sha256::Block& message, std::uint32_t height, const Key& above) {
  message[kHeightAt] = static_cast<std::uint8_t>(height);
  std::memcpy(message.data() + kKeyAt, above.data(), above.size());
}

Key topmost_key(const HmacSha256& hmac, std::uint32_t segment) {
  constexpr std::string_view kPurpose = "SimpleWebsocket/1 segment:";
  std::array<char, kPurpose.size() + 10> message;
  char* const digits = std::copy(kPurpose.begin(), kPurpose.end(), message.data());
  const char* const end = std::to_chars(digits, message.data() + message.size(), segment).ptr;
  return hmac({message.data(), static_cast<std::size_t>(end - message.data())});
}

// At which height a key is remembered while the key at `height` is computed from the topmost one. These heights
// make the hashes of a whole segment the fewest that one remembered key allows: 62.
constexpr std::uint32_t remembered_height(std::uint32_t height) {
  return height <= 6 ? 6 : height <= 11 ? 11 : 16;
}

}  // namespace

Seed derive_server_seed(const Secret& secret, const StreamId& stream) {
  return HmacSha256(secret)("SimpleWebsocket/1 seed:" + to_hex(stream));
}

SegmentChain::SegmentChain(const StreamId& stream, std::uint32_t segment) : message_(message_of(stream, segment)) {}

Key SegmentChain::below(std::uint32_t height, const Key& above) {
  put(message_, height, above);
  return sha256_of_padded_block(message_);
}

Key SegmentChain::descend(Key key, std::uint32_t from, std::uint32_t to) {
  while (from > to) key = below(--from, key);
  return key;
}

Digest commitment_of(const StreamId& stream, std::uint32_t count, std::span<const Digest> roots) {
  Sha256 hash;
  hash.update(std::span(&kCommitmentPurpose, 1)).update(stream).update(big_endian(count));
  for (const Digest& root : roots) hash.update(root);
  return hash.finish();
}

Key KeyChain::key_of(std::uint32_t n) {
  const std::uint32_t segment = n / kSegmentNumbers;
  const std::uint32_t height = n % kSegmentNumbers + 1;
  SegmentChain chain(stream_, segment);
  if (segment != segment_ || height > height_) {
    segment_ = segment;
    height_ = remembered_height(height);
    remembered_ = chain.descend(topmost_key(HmacSha256(server_seed_), segment), kSegmentNumbers, height_);
  }
  return chain.descend(remembered_, height_, height);
}

std::array<Key, kSegmentNumbers> KeyChain::keys_of(std::uint32_t segment) const {
  std::array<Key, kSegmentNumbers> keys;
  keys.back() = topmost_key(HmacSha256(server_seed_), segment);
  SegmentChain chain(stream_, segment);
  for (std::uint32_t i = kSegmentNumbers; --i > 0;) keys[i - 1] = chain.below(i, keys[i]);
  return keys;
}

std::vector<Digest> KeyChain::roots(std::uint32_t count) const {
  const HmacSha256 hmac(server_seed_);
  std::vector<Digest> roots(segments_of(count));
  for (std::uint32_t first = 0; first < roots.size(); first += 4) {
    std::array<Key, 4> keys;
    Sha256::FourBlocks messages;
    for (std::uint32_t i = 0; i < 4; ++i) {
      keys[i] = topmost_key(hmac, first + i);
      messages[i] = message_of(stream_, first + i);
    }
    for (std::uint32_t height = kSegmentNumbers; height-- > 0;) {
      for (std::size_t i = 0; i < 4; ++i) put(messages[i], height, keys[i]);
      keys = sha256_of_padded_blocks(messages);
    }
    std::copy_n(keys.begin(), std::min<std::size_t>(4, roots.size() - first), roots.data() + first);
  }
  return roots;
}

}  // namespace sws
