// Properties of KeyChain that the golden vectors (golden_test.cpp) do not show.
#include "shared/key_chain.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

#include "shared/limits.hpp"

namespace sws {
namespace {

constexpr StreamId kStream = {4, 5, 6};

KeyChain chain() {
  return KeyChain(derive_server_seed(Secret{1, 2, 3}, kStream), kStream);
}

// The key of number n, from a chain that remembers nothing.
Key fresh_key(std::uint32_t n) {
  return chain().key_of(n);
}

// Hashes the key of number n down to the root of its segment.
Digest root_below(std::uint32_t n, Key key) {
  for (std::uint32_t height = n % kSegmentNumbers + 1; height-- > 0;) {
    key = SegmentChain(kStream, n / kSegmentNumbers).below(height, key);
  }
  return key;
}

TEST(KeyChain, GivesTheSameKeysInOrderInReverseAndAtRandomPlaces) {
  constexpr std::uint32_t kCount = 100;
  KeyChain forward = chain(), backward = chain(), anyhow = chain();
  for (std::uint32_t n = 0; n < kCount; ++n) EXPECT_EQ(forward.key_of(n), fresh_key(n)) << n;
  for (std::uint32_t n = kCount; n-- > 0;) EXPECT_EQ(backward.key_of(n), fresh_key(n)) << n;
  std::mt19937 random(2026);
  for (int round = 0; round < 2000; ++round) {
    const auto n = static_cast<std::uint32_t>(random() % kCount);
    ASSERT_EQ(anyhow.key_of(n), fresh_key(n)) << n << " in round " << round;
  }
}

// A chain remembers one key of one segment; a number that follows any other number must not be derived from it
// unless it lies below.
TEST(KeyChain, GivesTheSameKeyAfterAnyOther) {
  for (std::uint32_t before = 0; before < 3 * kSegmentNumbers; ++before) {
    for (std::uint32_t n = 0; n < 3 * kSegmentNumbers; ++n) {
      KeyChain used = chain();
      used.key_of(before);
      ASSERT_EQ(used.key_of(n), fresh_key(n)) << n << " after " << before;
    }
  }
}

TEST(KeyChain, GivesTheSameKeysOfAWholeSegment) {
  for (const std::uint32_t segment : {0U, 1U, 255U, 62'499U}) {
    const auto keys = chain().keys_of(segment);
    for (std::uint32_t i = 0; i < kSegmentNumbers; ++i) {
      EXPECT_EQ(keys[i], fresh_key(segment * kSegmentNumbers + i)) << i << " of " << segment;
    }
  }
}

TEST(KeyChain, KeysLeadToTheRootsOfTheirSegments) {
  constexpr std::uint32_t kCount = 90;  // the last segment has 10 numbers
  const std::vector<Digest> roots = chain().roots(kCount);
  ASSERT_EQ(roots.size(), 6U);
  for (std::uint32_t n = 0; n < kCount; ++n) {
    EXPECT_EQ(root_below(n, fresh_key(n)), roots[n / kSegmentNumbers]) << n;
  }
}

TEST(KeyChain, EachKeyLiesOneStepAboveTheKeyBefore) {
  KeyChain keys = chain();
  for (std::uint32_t n = 1; n < 64; ++n) {
    if (n % kSegmentNumbers == 0) continue;  // the first of a segment lies above its root
    EXPECT_EQ(SegmentChain(kStream, n / kSegmentNumbers).below(n % kSegmentNumbers, keys.key_of(n)),
              keys.key_of(n - 1))
        << n;
  }
}

TEST(KeyChain, HasARootForEachSegmentThatTheNumbersTouch) {
  EXPECT_EQ(chain().roots(1).size(), 1U);
  EXPECT_EQ(chain().roots(16).size(), 1U);
  EXPECT_EQ(chain().roots(17).size(), 2U);
  EXPECT_EQ(chain().roots(kMaxProvenCount).size(), 256U);
  EXPECT_EQ(chain().roots(1).front(), chain().roots(kMaxProvenCount).front());
}

TEST(KeyChain, ReachesTheLastNumberOfAnyStream) {
  for (const std::uint32_t n : {Limits().max_count - 1, UINT32_MAX}) {
    const Digest root = root_below(n, fresh_key(n));
    EXPECT_EQ(root_below(n - 1, fresh_key(n - 1)), root);
  }
}

TEST(SegmentChain, DependsOnEverythingThatItIsGiven) {
  const Key key = SegmentChain(kStream, 1).below(2, Key{3});
  EXPECT_NE(SegmentChain(StreamId{4, 5, 7}, 1).below(2, Key{3}), key);
  EXPECT_NE(SegmentChain(kStream, 2).below(2, Key{3}), key);
  EXPECT_NE(SegmentChain(kStream, 1U << 24 | 1).below(2, Key{3}), key);
  EXPECT_NE(SegmentChain(kStream, 1).below(3, Key{3}), key);
  EXPECT_NE(SegmentChain(kStream, 1).below(2, Key{4}), key);
}

TEST(CommitmentOf, DependsOnEverythingThatItIsGiven) {
  const std::vector<Digest> roots = {Digest{1}, Digest{2}};
  const Digest commitment = commitment_of(kStream, 32, roots);
  EXPECT_NE(commitment_of(StreamId{4, 5, 7}, 32, roots), commitment);
  EXPECT_NE(commitment_of(kStream, 31, roots), commitment);
  EXPECT_NE(commitment_of(kStream, 32, std::vector<Digest>{Digest{2}, Digest{1}}), commitment);
  EXPECT_NE(commitment_of(kStream, 32, std::vector<Digest>{Digest{1}}), commitment);
}

TEST(Segments, AreCountedByTheNumbersInThem) {
  EXPECT_EQ(segments_of(1), 1U);
  EXPECT_EQ(segments_of(16), 1U);
  EXPECT_EQ(segments_of(17), 2U);
  EXPECT_EQ(segments_touched(0, 1), 1U);
  EXPECT_EQ(segments_touched(0, 16), 1U);
  EXPECT_EQ(segments_touched(15, 2), 2U);
  EXPECT_EQ(segments_touched(16, 16), 1U);
  EXPECT_EQ(segments_touched(15, 18), 3U);
}

TEST(DeriveServerSeed, DiffersForEachStreamAndSecret) {
  EXPECT_NE(derive_server_seed(Secret{}, StreamId{}), derive_server_seed(Secret{}, StreamId{1}));
  EXPECT_NE(derive_server_seed(Secret{}, StreamId{}), derive_server_seed(Secret{1}, StreamId{}));
}

}  // namespace
}  // namespace sws
