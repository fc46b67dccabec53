#include "backend/process/processor_sha256.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <string>

#include "backend/process/sha_extensions.hpp"
#include "shared/hex.hpp"
#include "shared/key_chain.hpp"
#include "shared/number.hpp"
#include "shared/sha256.hpp"

namespace sws {
namespace {

// Restores the portable code after each test.
class ProcessorSha256 : public testing::Test {
 protected:
  ~ProcessorSha256() override { Sha256::use(Sha256::compress_portably); }
};

TEST_F(ProcessorSha256, AgreesWithThePortableCodeForEveryLength) {
  std::mt19937 random(3);
  std::string text;
  for (int length = 0; length < 300; ++length) {
    Sha256::use(Sha256::compress_portably);
    const Digest portable = sha256(text);
    use_processor_sha256();
    EXPECT_EQ(to_hex(sha256(text)), to_hex(portable)) << length;
    text += static_cast<char>(random());
  }
}

TEST_F(ProcessorSha256, YieldsTheSameNumbers) {
  KeyChain chain(Seed{1, 2, 3}, StreamId{4, 5, 6});
  const auto number = [&](std::uint32_t n) {
    return number_of(chain.key_of(n), {"seed", INT32_MIN, INT32_MAX}, n);
  };
  for (std::uint32_t n = 0; n < 1000; ++n) {
    Sha256::use(Sha256::compress_portably);
    const std::int32_t portable = number(n);
    use_processor_sha256();
    EXPECT_EQ(number(n), portable) << n;
  }
}

TEST_F(ProcessorSha256, AddsFourBlocksAtOnceAsItAddsThemInTurn) {
  std::mt19937 random(5);
  for (int round = 0; round < 100; ++round) {
    Sha256::FourStates portable;
    Sha256::FourBlocks blocks;
    for (auto& state : portable) std::generate(state.begin(), state.end(), std::ref(random));
    for (auto& block : blocks) {
      std::generate(block.begin(), block.end(), [&] { return static_cast<std::uint8_t>(random()); });
    }
    Sha256::FourStates states = portable;
    for (std::size_t i = 0; i < 4; ++i) Sha256::compress_portably(portable[i], blocks[i].data());
    if (has_sha_extensions()) {
      Sha256::FourStates with_extensions = states;
      compress_four_with_sha_extensions(with_extensions, blocks);
      EXPECT_EQ(with_extensions, portable);
    }
    Sha256::compress_in_turn(states, blocks);
    EXPECT_EQ(states, portable);
  }
}

}  // namespace
}  // namespace sws
