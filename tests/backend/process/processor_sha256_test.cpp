#include "backend/process/processor_sha256.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "shared/hex.hpp"
#include "shared/number_sequence.hpp"
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
  const NumberSequence sequence(Seed{1, 2, 3}, "seed", INT32_MIN, INT32_MAX);
  for (std::uint32_t n = 0; n < 1000; ++n) {
    Sha256::use(Sha256::compress_portably);
    const std::int32_t portable = sequence.at(n);
    use_processor_sha256();
    EXPECT_EQ(sequence.at(n), portable) << n;
  }
}

}  // namespace
}  // namespace sws
