#include "backend/http/request_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace sws {
namespace {

namespace http = boost::beast::http;
using Progress = RequestReader::Progress;

constexpr std::uint32_t kLimit = 8'192;
const std::string kRequest = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

// A request whose header has exactly `size` bytes.
std::string request_of(std::size_t size) {
  const std::string begin = "GET / HTTP/1.1\r\nHost: localhost\r\nX: ";
  return begin + std::string(size - begin.size() - 4, 'x') + "\r\n\r\n";
}

// Feeds `bytes` as a socket would, until the reader has had them all or has come to a result. Returns 0 while the
// request is incomplete, 200 once it is complete, or the status of the refusal.
unsigned feed(RequestReader& reader, std::string_view bytes, std::size_t piece = SIZE_MAX) {
  while (!bytes.empty()) {
    const auto room = reader.room();
    const std::size_t size = std::min({room.size(), bytes.size(), piece});
    std::copy_n(bytes.data(), size, static_cast<char*>(room.data()));
    reader.commit(size);
    bytes.remove_prefix(size);
    const auto progress = reader.parse();
    if (!progress) return static_cast<unsigned>(progress.error().status);
    if (*progress == Progress::complete) return 200;
  }
  return 0;
}

TEST(RequestReader, ReadsARequestHoweverItsBytesAreCut) {
  for (std::size_t piece = 1; piece <= kRequest.size(); ++piece) {
    RequestReader reader(kLimit);
    ASSERT_EQ(feed(reader, "\r\n" + kRequest, piece), 200U) << piece;
    EXPECT_EQ(reader.take_request()[http::field::host], "localhost") << piece;
  }
}

TEST(RequestReader, BeginsWithTheFirstByteThatIsNotAnEmptyLine) {
  RequestReader reader(kLimit);
  EXPECT_FALSE(reader.has_begun());
  EXPECT_EQ(feed(reader, "\r\n\r\n"), 0U);
  EXPECT_FALSE(reader.has_begun());
  EXPECT_EQ(feed(reader, "G"), 0U);
  EXPECT_TRUE(reader.has_begun());
  EXPECT_EQ(feed(reader, kRequest.substr(1)), 200U);
}

TEST(RequestReader, KeepsTheBytesBehindARequestForTheNextOne) {
  RequestReader reader(kLimit);
  EXPECT_EQ(feed(reader, kRequest + "HEAD"), 200U);
  EXPECT_FALSE(reader.is_head());
  EXPECT_EQ(reader.rest(), "HEAD");
  reader.take_request();
  reader.begin_next_request();
  EXPECT_TRUE(reader.has_begun());
  EXPECT_EQ(feed(reader, kRequest.substr(3)), 200U);
  EXPECT_TRUE(reader.is_head());
  EXPECT_EQ(reader.rest(), "");
}

TEST(RequestReader, AcceptsAHeaderAsLargeAsItsLimitAndNoLarger) {
  for (const std::uint32_t limit : {1'024U, 8'192U, 65'536U}) {
    for (const std::size_t piece : {std::size_t{100}, SIZE_MAX}) {
      RequestReader exact(limit), larger(limit);
      EXPECT_EQ(feed(exact, request_of(limit), piece), 200U) << limit << ' ' << piece;
      EXPECT_EQ(feed(larger, request_of(limit + 1), piece), 431U) << limit << ' ' << piece;
    }
  }
}

TEST(RequestReader, RefusesAHeaderAsSoonAsItMustBecomeTooLarge) {
  for (const std::size_t piece : {std::size_t{100}, SIZE_MAX}) {
    RequestReader almost(kLimit), full(kLimit);
    EXPECT_EQ(feed(almost, request_of(kLimit).substr(0, kLimit - 1), piece), 0U) << piece;
    EXPECT_EQ(feed(full, request_of(2 * kLimit).substr(0, kLimit), piece), 431U) << piece;
  }
}

TEST(RequestReader, CountsTheEmptyLinesBeforeARequestAgainstTheLimit) {
  RequestReader reader(1'024);
  std::string lines;
  for (int i = 0; i < 600; ++i) lines += "\r\n";
  EXPECT_GE(feed(reader, lines), 400U);
}

TEST(RequestReader, LimitsEachRequestAnew) {
  RequestReader reader(1'024);
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(feed(reader, request_of(1'000)), 200U) << i;
    reader.take_request();
    reader.begin_next_request();
  }
}

TEST(RequestReader, TellsATooLongRequestLineFromATooLargeHeader) {
  RequestReader reader(kLimit);
  EXPECT_EQ(feed(reader, "GET /" + std::string(kLimit, 'x')), 414U);
}

TEST(RequestReader, WaitsForTheWholeLineBeforeItRefusesAVersion) {
  RequestReader other(kLimit), none(kLimit);
  EXPECT_EQ(feed(other, "GET / HTTP/2.0"), 0U);
  EXPECT_EQ(feed(other, "\r\n\r\n"), 505U);
  EXPECT_EQ(feed(none, "GET / HTTP/2.0"), 0U);
  EXPECT_EQ(feed(none, "0\r\n\r\n"), 400U);
}

// Whatever an empty line ends is answered, and so is a first line that is wrong.
TEST(RequestReader, WaitsForNothingBehindACompleteAndWrongRequest) {
  for (const std::string line :
       {"GET", "GET ", "GET /", "GET / ", "GET / X", "GET / H", "GET / HTTP/1.1 ", "G", " ", "x\ry", "GET / HTTP",
        "GET / HTTP/1", "GET / HTTP/2", "GET / HTTP/1.1x", "GET / HTTP/1.\r"}) {
    for (std::size_t piece = 1; piece <= line.size() + 2; ++piece) {
      RequestReader reader(kLimit);
      EXPECT_EQ(feed(reader, line + "\r\n", piece), 400U) << line << " in pieces of " << piece;
    }
  }
  for (const std::string line : {"X", "X:\r", "X: a\rb", "X : a", " X: a", ":", "\r", "X: a\r", "X: \x01"}) {
    for (std::size_t piece = 1; piece <= line.size() + 4; ++piece) {
      RequestReader reader(kLimit);
      EXPECT_EQ(feed(reader, "GET / HTTP/1.1\r\n" + line + "\r\n", piece), 400U)
          << line << " in pieces of " << piece;
    }
  }
}

TEST(RequestReader, AnswersEveryHeaderThatHasEnded) {
  const std::string good = "GET / HTTP/1.1\r\nHost: localhost\r\nX: y\r\n";
  for (std::size_t place = 0; place < good.size(); ++place) {
    for (const char* inserted : {"", "\r", " ", "\t", ":", "\x01", "\r\n"}) {
      RequestReader reader(kLimit);
      std::string changed = good;
      changed.replace(place, 1, inserted);
      EXPECT_NE(feed(reader, changed + "\r\n\r\n"), 0U) << changed;
    }
  }
}

TEST(RequestReader, KnowsHeadWhateverIsWrongWithTheRequest) {
  for (const char* bytes : {"HEAD / HTTP/2.0\r\n", "HEAD / X\r\n", "HEAD \x01", "HEAD / HTTP/1.1\n", "HEAD /",
                            "HEAD / HTTP/1.1\r\nX\r\n", "\r\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\n"}) {
    RequestReader reader(kLimit);
    feed(reader, bytes);
    EXPECT_TRUE(reader.is_head()) << bytes;
  }
  RequestReader long_target(kLimit), other(kLimit);
  EXPECT_EQ(feed(long_target, "HEAD /" + std::string(kLimit, 'x')), 414U);
  EXPECT_TRUE(long_target.is_head());
  EXPECT_EQ(feed(other, "HEADER / HTTP/1.1\r\nHost: a\r\n\r\n"), 200U);
  EXPECT_FALSE(other.is_head());
}

TEST(RequestReader, HasOneLimitForOneFieldForManyAndForTheTarget) {
  constexpr std::uint32_t kLarge = 65'536;
  std::string many = "GET / HTTP/1.1\r\nHost: localhost\r\n";
  for (int i = 0; i < 60; ++i) many += "X: " + std::string(1'000, 'x') + "\r\n";
  for (const std::string& bytes :
       {request_of(60'000), many + "\r\n", "GET /" + std::string(60'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n"}) {
    for (const std::size_t piece : {std::size_t{1'000}, SIZE_MAX}) {
      RequestReader large(kLarge);
      EXPECT_EQ(feed(large, bytes, piece), 200U) << bytes.substr(0, 40);
    }
  }
}

TEST(RequestReader, RefusesALineWithoutCrAndAFoldedLine) {
  RequestReader reader(kLimit);
  EXPECT_EQ(feed(reader, "GET / HTTP/1.1\r\nHost: localhost\n"), 400U);
  RequestReader folded(kLimit);
  EXPECT_EQ(feed(folded, "GET / HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n"), 400U);
}

TEST(RequestReader, DoesNotJudgeTheLengthOfABody) {
  RequestReader reader(kLimit);
  EXPECT_EQ(feed(reader, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n"), 200U);
}

TEST(RequestReader, ForgetsEverythingForAScratchBuffer) {
  RequestReader reader(kLimit);
  EXPECT_EQ(feed(reader, kRequest + kRequest), 200U);
  EXPECT_EQ(reader.scratch().size(), kLimit);
  EXPECT_EQ(reader.rest(), "");
}

}  // namespace
}  // namespace sws
