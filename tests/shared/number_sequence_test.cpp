#include "shared/number_sequence.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "shared/hex.hpp"

namespace sws {
namespace {

constexpr std::uint32_t kPositions[] = {0, 1, 2, 3, 999, 999'999};

Seed golden_seed() {
  Secret secret;
  StreamId stream;
  std::iota(secret.begin(), secret.end(), std::uint8_t{0});
  std::iota(stream.begin(), stream.end(), std::uint8_t{0});
  return derive_server_seed(secret, stream);
}

std::vector<std::int32_t> numbers(std::string_view client_seed, std::int32_t min, std::int32_t max) {
  const NumberSequence sequence(golden_seed(), client_seed, min, max);
  std::vector<std::int32_t> result;
  for (const std::uint32_t n : kPositions) result.push_back(sequence.at(n));
  return result;
}

// The expected values come from Python's hmac and integers of any size, not from this code.
TEST(NumberSequence, AgreesWithAnIndependentComputation) {
  using Numbers = std::vector<std::int32_t>;
  EXPECT_EQ(to_hex(golden_seed()), "ef0486c3296fcf1beaf283fee6681f964ee1c5814a8f2b7e383a3ebacf94ed1a");
  EXPECT_EQ(numbers("golden", 0, 100), (Numbers{87, 92, 14, 77, 61, 38}));
  EXPECT_EQ(numbers("golden", INT32_MIN, INT32_MAX),
            (Numbers{1444032122, -359235736, -809266476, 1576665064, 1292094350, -1253418269}));
  EXPECT_EQ(numbers(std::string(64, 'x'), -50, 50), (Numbers{-22, -5, -38, 45, 42, -21}));
  EXPECT_EQ(numbers("a", 7, 7), (Numbers{7, 7, 7, 7, 7, 7}));
}

TEST(NumberSequence, StaysInItsRangeAndReachesAllOfIt) {
  const NumberSequence sequence(golden_seed(), "seed", 0, 100);
  std::vector<int> seen(101);
  for (std::uint32_t n = 0; n < 10'000; ++n) ++seen.at(static_cast<std::size_t>(sequence.at(n)));
  for (const int times : seen) EXPECT_GT(times, 0);
}

}  // namespace
}  // namespace sws
