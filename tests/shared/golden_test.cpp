// Compares this code with the golden vectors, which an independent script (golden/make_vectors.py) made from the
// text of the protocol.
#include <gtest/gtest.h>

#include <charconv>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "shared/hex.hpp"
#include "shared/key_chain.hpp"
#include "shared/number.hpp"
#include "shared/period_chain.hpp"
#include "shared/sha256.hpp"
#include "shared/token.hpp"
#include "shared/uniform.hpp"
#include "tests/shared/source_file.hpp"

namespace sws {
namespace {

using Fields = std::vector<std::string>;  // the fields of a line; the first one is its kind

std::vector<Fields> lines_of(std::string_view kind) {
  std::istringstream text(source_file("tests/shared/golden/vectors.txt"));
  std::vector<Fields> lines;
  for (std::string line; std::getline(text, line);) {
    std::istringstream words(line);
    Fields fields;
    for (std::string word; words >> word;) fields.push_back(word);
    if (fields.at(0).starts_with(kind)) lines.push_back(fields);
  }
  return lines;
}

template <class Integer>
Integer integer(const std::string& text, int base = 10) {
  Integer value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  EXPECT_TRUE(error == std::errc() && end == text.data() + text.size()) << text;
  return value;
}

TEST(Golden, ChainsLeadFromTheSeedToTheirRoots) {
  const std::vector<Fields> lines = lines_of("chain");
  EXPECT_EQ(lines.size(), 9U);
  for (const Fields& fields : lines) {
    const auto stream = from_hex<StreamId>(fields.at(2));
    const auto segment = integer<std::uint32_t>(fields.at(3));
    KeyChain chain(from_hex<Seed>(fields.at(1)), stream);
    ASSERT_EQ(fields.size(), 4U + 17U);
    for (std::uint32_t i = 0; i < kSegmentNumbers; ++i) {
      const Key key = chain.key_of(segment * kSegmentNumbers + i);
      EXPECT_EQ(to_hex(key), fields.at(5 + i)) << segment << ' ' << i;
      EXPECT_EQ(to_hex(SegmentChain(stream, segment).below(i, key)), fields.at(4 + i)) << segment << ' ' << i;
    }
  }
}

TEST(Golden, CommitmentsAreTheHashesOfTheirRootsOrOfTheSeed) {
  const std::vector<Fields> lines = lines_of("commitment");
  EXPECT_EQ(lines.size(), 12U);
  for (const Fields& fields : lines) {
    const auto seed = from_hex<Seed>(fields.at(1));
    const auto stream = from_hex<StreamId>(fields.at(2));
    const auto count = integer<std::uint32_t>(fields.at(3));
    const Digest commitment =
        count <= kMaxProvenCount ? commitment_of(stream, count, KeyChain(seed, stream).roots(count)) : sha256(seed);
    EXPECT_EQ(to_hex(commitment), fields.at(4)) << count;
  }
}

TEST(Golden, StreamsGiveTheirNumbers) {
  std::size_t numbers = 0;
  std::optional<KeyChain> chain;
  NumberChoice choice{};
  const std::vector<Fields> lines = lines_of("");
  for (const Fields& fields : lines) {
    if (fields[0] == "stream") {
      const StreamId stream = from_hex<StreamId>(fields.at(2));
      const Seed seed = derive_server_seed(from_hex<Secret>(fields.at(1)), stream);
      EXPECT_EQ(to_hex(seed), fields.at(7));
      chain.emplace(seed, stream);
      choice = {fields.at(3), integer<std::int32_t>(fields.at(4)), integer<std::int32_t>(fields.at(5))};
    } else if (fields[0] == "number") {
      ++numbers;
      const auto n = integer<std::uint32_t>(fields.at(1));
      EXPECT_EQ(number_of(chain.value().key_of(n), choice, n), integer<std::int32_t>(fields.at(2)))
          << "number " << n;
    }
  }
  EXPECT_EQ(numbers, 3283U);
}

// A number reaches its later blocks only if words were rejected, which is too rare to happen in a stream. So this
// test reads words up to the block that each vector names.
TEST(Golden, BlocksAreReadAsWords) {
  const std::vector<Fields> lines = lines_of("block");
  EXPECT_EQ(lines.size(), 15U);
  for (const Fields& fields : lines) {
    const HmacSha256 hmac(from_hex<Key>(fields.at(1)));
    NumberWords words(hmac, fields.at(2), integer<std::uint32_t>(fields.at(3)));
    for (std::uint32_t skipped = integer<std::uint32_t>(fields.at(4)) * 4; skipped > 0; --skipped) words();
    for (std::size_t word = 0; word < 4; ++word) {
      EXPECT_EQ(words(), integer<std::uint64_t>(fields.at(5).substr(word * 16, 16), 16))
          << fields[3] << ' ' << fields[4];
    }
  }
}

TEST(Golden, WordsAreRejectedOrTaken) {
  const std::vector<Fields> lines = lines_of("words");
  EXPECT_EQ(lines.size(), 138U);
  for (const Fields& fields : lines) {
    const auto count = integer<std::size_t>(fields.at(3));
    std::size_t consumed = 0;
    const std::int32_t value = uniform(integer<std::int32_t>(fields.at(1)), integer<std::int32_t>(fields.at(2)),
                                       [&] { return integer<std::uint64_t>(fields.at(4 + consumed++), 16); });
    EXPECT_EQ(value, integer<std::int32_t>(fields.at(4 + count))) << fields[1] << ' ' << fields[2];
    EXPECT_EQ(consumed, integer<std::size_t>(fields.at(5 + count))) << fields[1] << ' ' << fields[2];
  }
}

TEST(Golden, PeriodsGiveTheirNumbersAndTheirRoots) {
  std::size_t places = 0;
  std::string channel;
  std::uint64_t period = 0;
  NumberChoice choice{};
  Key topmost{};
  const std::vector<Fields> lines = lines_of("p");
  for (const Fields& fields : lines) {
    if (fields[0] == "period") {
      channel = fields.at(2);
      period = integer<std::uint64_t>(fields.at(3));
      choice = {kSharedSeed, integer<std::int32_t>(fields.at(4)), integer<std::int32_t>(fields.at(5))};
      topmost = topmost_key(from_hex<Secret>(fields.at(1)), channel, period);
      EXPECT_EQ(to_hex(topmost), fields.at(6));
      EXPECT_EQ(to_hex(PeriodChain(channel, period).descend(topmost, kPeriodNumbers, 0)), fields.at(7));
    } else {
      ++places;
      const std::uint64_t n = first_of_period(period) + integer<std::uint64_t>(fields.at(1));
      const Key key = PeriodChain(channel, period).descend(topmost, kPeriodNumbers, height_of(n));
      EXPECT_EQ(to_hex(key), fields.at(2)) << n;
      EXPECT_EQ(number_of(key, choice, n), integer<std::int32_t>(fields.at(3))) << n;
    }
  }
  EXPECT_EQ(places, 54U);
}

TEST(Golden, TokensAreWrittenAndReadBack) {
  const std::vector<Fields> lines = lines_of("token");
  EXPECT_EQ(lines.size(), 43U);
  for (const Fields& fields : lines) {
    const Secret secret = from_hex<Secret>(fields.at(1));
    const StreamIdentity identity{from_hex<StreamId>(fields.at(2)),
                                  integer<std::int64_t>(fields.at(3)),
                                  {integer<std::int32_t>(fields.at(4)), integer<std::int32_t>(fields.at(5)),
                                   integer<std::uint32_t>(fields.at(6)), integer<std::uint32_t>(fields.at(7))},
                                  from_hex<Digest>(fields.at(8)),
                                  fields.at(9)};
    EXPECT_EQ(encode_token(secret, identity), fields.at(10));
    const auto decoded = decode_token(secret, fields.at(10));
    ASSERT_EQ(decoded.has_value(), is_allowed(identity)) << fields[10];
    if (fields[0] == "token") {
      ASSERT_TRUE(decoded) << decoded.error();
      EXPECT_EQ(*decoded, identity);
    }
  }
}

}  // namespace
}  // namespace sws
