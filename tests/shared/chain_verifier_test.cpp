#include "shared/chain_verifier.hpp"
#include "shared/counting.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/shared/proven_stream.hpp"

namespace sws {
namespace {

constexpr std::uint32_t kCount = 40;  // two segments, and half of a third

const ProvenStream& stream() {
  static const ProvenStream stream(kCount);
  return stream;
}

ChainVerifier verifier(const ProvenStream& of = stream()) {
  return ChainVerifier(of.offer, of.client_seed, of.min, of.max);
}

// What the verifier says of numbers and keys; an empty text if it accepts them.
std::string said(ChainVerifier& verifier, std::uint32_t seq, const std::vector<std::int32_t>& numbers,
                 const std::vector<Key>& keys) {
  return verifier.take(seq, numbers, keys).value_or("");
}

// A verifier that has accepted the numbers before `first`.
ChainVerifier verifier_at(std::uint32_t first) {
  ChainVerifier result = verifier();
  if (first == 0) return result;
  EXPECT_EQ(said(result, 0, stream().run(0, first), stream().keys_of_run(0, first)), "");
  return result;
}

void accept_run(ChainVerifier& verifier, std::uint32_t first, std::uint32_t size) {
  ASSERT_EQ(said(verifier, first, stream().run(first, size), stream().keys_of_run(first, size)), "")
      << size << " from " << first;
  ASSERT_EQ(verifier.verified(), first + size);
  ASSERT_EQ(verifier.keys(), stream().keys_of_run(0, first + size));
}

TEST(ChainVerifier, AcceptsNumbersOneByOne) {
  ChainVerifier all = verifier();
  EXPECT_EQ(all.verified(), 0U);
  EXPECT_TRUE(all.keys().empty());
  for (std::uint32_t n = 0; n < kCount; ++n) accept_run(all, n, 1);
}

TEST(ChainVerifier, AcceptsRunsThatBeginAndEndAnywhere) {
  for (std::uint32_t first = 0; first < kCount; ++first) {
    for (std::uint32_t size = 1; size <= kCount - first; ++size) {
      ChainVerifier resumed = verifier_at(first);
      accept_run(resumed, first, size);
      if (first + size < kCount) accept_run(resumed, first + size, kCount - first - size);
    }
  }
}

TEST(ChainVerifier, AcceptsSingleNumbersAndRunsInTurn) {
  ChainVerifier resumed = verifier();
  for (std::uint32_t n = 0; n < 5; ++n) accept_run(resumed, n, 1);
  accept_run(resumed, 5, 14);
  for (std::uint32_t n = 19; n < 33; ++n) accept_run(resumed, n, 1);
  accept_run(resumed, 33, 7);
}

TEST(ChainVerifier, AcceptsTheLongestProvenStream) {
  const ProvenStream longest(kMaxProvenCount);
  ChainVerifier all = verifier(longest);
  for (std::uint32_t first = 0; first < kMaxProvenCount; first += kMaxNumbersPerFrame) {
    ASSERT_EQ(
        said(all, first, longest.run(first, kMaxNumbersPerFrame), longest.keys_of_run(first, kMaxNumbersPerFrame)),
        "");
  }
  EXPECT_EQ(all.verified(), kMaxProvenCount);
}

TEST(ChainVerifier, NamesAWrongNumberAtAnyPlaceOfARun) {
  for (const std::uint32_t first : {0U, 5U, 16U, 39U}) {
    for (std::uint32_t wrong = first; wrong < kCount; ++wrong) {
      std::vector<std::int32_t> numbers = stream().run(first, kCount - first);
      const std::int32_t right = numbers[wrong - first]++;
      ChainVerifier misled = verifier_at(first);
      EXPECT_EQ(said(misled, first, numbers, stream().keys_of_run(first, kCount - first)),
                number_named(wrong) + " is " + std::to_string(right + 1) + ", but its key gives " +
                    std::to_string(right));
      EXPECT_EQ(misled.verified(), wrong);
      EXPECT_EQ(misled.keys(), stream().keys_of_run(0, wrong));
    }
  }
}

TEST(ChainVerifier, NamesAWrongNumberThatComesAlone) {
  ChainVerifier misled = verifier_at(17);
  const std::int32_t right = stream().numbers[17];
  EXPECT_EQ(said(misled, 17, {right - 1}, {stream().keys[17]}),
            "number 18 is " + std::to_string(right - 1) + ", but its key gives " + std::to_string(right));
  EXPECT_EQ(misled.verified(), 17U);
}

TEST(ChainVerifier, RefusesAKeyWithAnyBitFlipped) {
  for (const std::uint32_t n : {0U, 1U, 15U, 16U, 39U}) {
    const std::string below = n % kSegmentNumbers == 0 ? "its root" : "the key of " + number_named(n - 1);
    for (std::size_t bit = 0; bit < 256; ++bit) {
      ChainVerifier misled = verifier_at(n);
      Key key = stream().keys[n];
      key[bit / 8] = static_cast<std::uint8_t>(key[bit / 8] ^ 1U << bit % 8);
      ASSERT_EQ(said(misled, n, {stream().numbers[n]}, {key}),
                "the key of " + number_named(n) + " does not lead to " + below);
      EXPECT_EQ(misled.verified(), n);
    }
  }
}

// The number follows from the key that comes with it, but it is not the key that the server was committed to.
TEST(ChainVerifier, RefusesANumberThatFollowsFromAForgedKey) {
  for (std::uint32_t n = 0; n < kCount; ++n) {
    const Key forged = {static_cast<std::uint8_t>(n)};
    const std::int32_t number = number_of(forged, {stream().client_seed, stream().min, stream().max}, n);
    ChainVerifier misled = verifier_at(n);
    EXPECT_TRUE(said(misled, n, {number}, {forged}).starts_with("the key of " + number_named(n) + " does not"));
    EXPECT_EQ(misled.verified(), n);
  }
}

TEST(ChainVerifier, RefusesTheKeyOfAnotherNumber) {
  for (std::uint32_t n = 0; n < kCount; ++n) {
    for (std::uint32_t other = 0; other < kCount; ++other) {
      if (other == n) continue;
      ChainVerifier misled = verifier_at(n);
      EXPECT_NE(said(misled, n, {stream().numbers[n]}, {stream().keys[other]}), "") << other << " for " << n;
      EXPECT_EQ(misled.verified(), n);
    }
  }
}

TEST(ChainVerifier, KeepsTheSegmentsBeforeAWrongKey) {
  for (std::size_t wrong = 0; wrong < 3; ++wrong) {
    std::vector<Key> keys = stream().keys_of_run(3, 37);
    keys[wrong][31] = static_cast<std::uint8_t>(keys[wrong][31] ^ 1);
    ChainVerifier misled = verifier_at(3);
    const char* const expected[] = {"the key of number 16 does not lead to the key of number 3",
                                    "the key of number 32 does not lead to its root",
                                    "the key of number 40 does not lead to its root"};
    EXPECT_EQ(said(misled, 3, stream().run(3, 37), keys), expected[wrong]);
    EXPECT_EQ(misled.verified(), wrong == 0 ? 3U : wrong * kSegmentNumbers);
  }
}

TEST(ChainVerifier, CountsTheKeysOfARun) {
  const std::vector<Key> three = stream().keys_of_run(3, 37);
  const auto with = [&three](std::size_t keys) {
    ChainVerifier misled = verifier_at(3);
    std::vector<Key> some = three;
    some.resize(keys);
    const std::string what = said(misled, 3, stream().run(3, 37), some);
    EXPECT_EQ(misled.verified(), keys == 3 ? kCount : 3U);
    return what;
  };
  EXPECT_EQ(with(0), "number 4 arrived with 0 keys, but 3 are expected");
  EXPECT_EQ(with(1), "number 4 arrived with 1 key, but 3 are expected");
  EXPECT_EQ(with(2), "number 4 arrived with 2 keys, but 3 are expected");
  EXPECT_EQ(with(3), "");
  EXPECT_EQ(with(4), "number 4 arrived with 4 keys, but 3 are expected");
  ChainVerifier misled = verifier();
  EXPECT_EQ(said(misled, 0, {stream().numbers[0]}, {}), "number 1 arrived with 0 keys, but 1 is expected");
}

TEST(ChainVerifier, RefusesNumbersThatAreNotNext) {
  for (const std::uint32_t seq : {0U, 9U, 11U, 26U, kCount, UINT32_MAX}) {
    ChainVerifier misled = verifier_at(10);
    EXPECT_EQ(said(misled, seq, {stream().numbers[10]}, {stream().keys[10]}),
              number_named(seq) + " arrived, but number 11 is due");
    EXPECT_EQ(misled.verified(), 10U);
  }
}

TEST(ChainVerifier, RefusesNumbersBeyondTheCount) {
  const ProvenStream longer(kCount + 8);  // the server's chains go on, but it did not commit to these numbers
  for (const std::uint32_t first : {0U, 35U, kCount}) {
    ChainVerifier misled = verifier_at(first);
    EXPECT_EQ(
        said(misled, first, longer.run(first, kCount + 1 - first), longer.keys_of_run(first, kCount + 1 - first)),
        "number 41 arrived, but the stream has only 40 numbers");
    EXPECT_EQ(misled.verified(), first);
  }
}

TEST(ChainVerifier, RefusesNumbersOfAnotherRangeSeedOrStream) {
  const auto said_by = [](ChainVerifier other) {
    return said(other, 0, stream().run(0, kCount), stream().keys_of_run(0, kCount));
  };
  const ProvenStream& right = stream();
  EXPECT_EQ(said_by(ChainVerifier(right.offer, right.client_seed, right.min, right.max)), "");
  EXPECT_TRUE(
      said_by(ChainVerifier(right.offer, right.client_seed, right.min, right.max + 1)).starts_with("number 1 is "));
  EXPECT_TRUE(
      said_by(ChainVerifier(right.offer, right.client_seed, right.min + 1, right.max)).starts_with("number 1 is "));
  EXPECT_TRUE(said_by(ChainVerifier(right.offer, "seeD", right.min, right.max)).starts_with("number 1 is "));
  EXPECT_EQ(said_by(verifier(ProvenStream(kCount, Seed{7}))), "the key of number 16 does not lead to its root");
  // The topmost key of a segment follows from the server's seed alone, and all keys below it also from the stream.
  EXPECT_TRUE(said_by(verifier(ProvenStream(kCount, Seed{1, 2, 3}, StreamId{9}))).starts_with("number 1 is "));
}

}  // namespace
}  // namespace sws
