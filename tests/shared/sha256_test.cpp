#include "shared/sha256.hpp"

#include <gtest/gtest.h>

#include <array>
#include <span>
#include <string>
#include <utility>

#include "shared/hex.hpp"

namespace sws {
namespace {

std::string bytes_of_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(kHexDigits.find(hex[i]) * 16 + kHexDigits.find(hex[i + 1]));
  }
  return bytes;
}

std::string repeated_hash(char byte, std::size_t times) {
  return to_hex(sha256(std::string(times, byte)));
}

// The examples of FIPS 180-2 appendix B, and NIST's examples of 0 bits, 896 bits and a million bytes.
TEST(Sha256, AgreesWithTheStandardsExamples) {
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(to_hex(sha256("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
                          "lmnopqrsmnopqrstnopqrstu")),
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  EXPECT_EQ(repeated_hash('a', 1'000'000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// Messages from SHA256ShortMsg.rsp of NIST's validation system (SHAVS).
TEST(Sha256, AgreesWithNistsShortMessages) {
  const struct {
    std::string_view message, digest;
  } vectors[] = {{"d3", "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"},
                 {"11af", "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98"},
                 {"b4190e", "dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2"},
                 {"74ba2521", "b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e"},
                 {"c299209682", "f0887fe961c9cd3beab957e8222494abb969b1ce4c6557976df8b0f6d20e9166"},
                 {"e1dc724d5621", "eca0a060b489636225b4fa64d267dabbe44273067ac679f20820bddc6b6a90ac"},
                 {"06e076f5a442d5", "3fd877e27450e6bbd5d74bb82f9870c64c66e109418baa8e6bbcff355e287926"},
                 {"5738c929c4f4ccb6", "963bb88f27f512777aab6c8b1a02c70ec0ad651d428f870036e1917120fb48bf"},
                 {"3334c58075d3f4139e", "078da3d77ed43bd3037a433fd0341855023793f9afd08b4b08ea1e5597ceef20"},
                 {"5a86b737eaea8ee976a0a24da63e7ed7eefad18a101c1211e2b3650c5187c2a8"
                  "a650547208251f6d4237e661c7bf4c77f335390394c37fa1a9f9be836ac28509",
                  "42e61e174fbb3897d6dd6cef3dd2802fe67b331953b06114a65c772859dfc1aa"}};
  for (const auto& [message, digest] : vectors) EXPECT_EQ(to_hex(sha256(bytes_of_hex(message))), digest) << message;
}

// NIST's additional examples of lengths around the one at which the padding needs a block of its own.
TEST(Sha256, AgreesWithNistAroundTheEndOfABlock) {
  EXPECT_EQ(repeated_hash('\0', 55), "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7");
  EXPECT_EQ(repeated_hash('\0', 56), "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb");
  EXPECT_EQ(repeated_hash('\0', 57), "65a16cb7861335d5ace3c60718b5052e44660726da4cd13bb745381b235a1785");
  EXPECT_EQ(repeated_hash('\0', 64), "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b");
}

TEST(Sha256, AgreesWithNistOnLongMessages) {
  EXPECT_EQ(repeated_hash('\0', 1000), "541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53");
  EXPECT_EQ(repeated_hash('A', 1000), "c2e686823489ced2017f6059b8b239318b6364f6dcd835d0a519105a1eadd6e4");
  EXPECT_EQ(repeated_hash('U', 1005), "f4d62ddec0f3dd90ea1380fa16a5ff8dc4c54b21740650f24afc4120903552b0");
  EXPECT_EQ(repeated_hash('\0', 1'000'000), "d29751f2649b32ff572b5e0a9f541ea660a50f94ff0beedfb0b692b924cc8025");
}

#ifndef __EMSCRIPTEN__  // this test is too slow for Wasm, where it takes 20 s
// The message has 2^32 bits, so their count does not fit in 32 bits.
TEST(Sha256, CountsItsBitsIn64) {
  const std::string mebibyte(1 << 20, 'Z');
  Sha256 hash;
  for (int i = 0; i < 512; ++i) hash.update(mebibyte);
  EXPECT_EQ(to_hex(hash.finish()), "15a1868c12cc53951e182344277447cd0979536badcc512ad24c67e9b2d4f3dd");
}
#endif

TEST(Sha256, IsTheSameHoweverTheTextIsCut) {
  const std::string text(200, 'x');
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    EXPECT_EQ(Sha256().update(text.substr(0, cut)).update(text.substr(cut)).finish(), sha256(text)) << cut;
  }
}

TEST(Sha256, GoesOnFromAStateOfWholeBlocks) {
  const std::string blocks(128, 'b');
  Sha256 begun;
  begun.update(blocks);
  EXPECT_EQ(Sha256(begun.state(), 2).update("rest").finish(), sha256(blocks + "rest"));
}

TEST(Sha256, OfAShortRestIsTheSameHash) {
  for (const std::size_t blocks : {0U, 1U, 2U, 1000U}) {
    const std::string before(blocks * 64, 'b');
    const Sha256::State state = Sha256().update(before).state();
    std::string rest;
    for (std::size_t length = 0; length <= kMaxShortRest; ++length) {
      const std::span bytes(reinterpret_cast<const std::uint8_t*>(rest.data()), rest.size());
      EXPECT_EQ(sha256_of_short_rest(state, blocks, bytes), sha256(before + rest)) << blocks << ' ' << length;
      rest += static_cast<char>(0xff - length);
    }
  }
}

// A block with its padding, and the text that is in it.
std::pair<Sha256::Block, std::string> padded_block(std::uint8_t length) {
  Sha256::Block block{};
  std::string text;
  for (std::uint8_t i = 0; i < length; ++i) {
    block[i] = static_cast<std::uint8_t>(7 * length + i);
    text += static_cast<char>(block[i]);
  }
  block[length] = 0x80;
  block[62] = static_cast<std::uint8_t>(length * 8 >> 8);
  block[63] = static_cast<std::uint8_t>(length * 8);
  return {block, text};
}

TEST(Sha256, OfAPaddedBlockIsTheHashOfTheTextInIt) {
  for (std::uint8_t length = 0; length <= 55; ++length) {
    const auto [block, text] = padded_block(length);
    EXPECT_EQ(sha256_of_padded_block(block), sha256(text)) << int{length};
  }
}

TEST(Sha256, OfAPaddedMessageOfTwoBlocksIsTheHashOfTheTextInIt) {
  const std::string text(59, 'x');
  std::array<Sha256::Block, 2> blocks{};
  std::copy(text.begin(), text.end(), blocks[0].begin());
  blocks[0][text.size()] = 0x80;
  blocks[1][62] = 59 * 8 >> 8;
  blocks[1][63] = 59 * 8 & 0xff;
  EXPECT_EQ(sha256_of_padded_message(blocks), sha256(text));
}

TEST(Sha256, OfFourBlocksAreTheHashesOfEachOfThem) {
  Sha256::FourBlocks blocks;
  std::array<Digest, 4> expected;
  for (std::uint8_t i = 0; i < 4; ++i) {
    const auto [block, text] = padded_block(static_cast<std::uint8_t>(10 + i));
    blocks[i] = block;
    expected[i] = sha256(text);
  }
  EXPECT_EQ(sha256_of_padded_blocks(blocks), expected);
}

}  // namespace
}  // namespace sws
