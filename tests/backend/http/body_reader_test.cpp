#include "backend/http/body_reader.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t kMost = 100;

RequestHeader chunked() {
  RequestHeader request;
  request.set(http::field::transfer_encoding, "chunked");
  return request;
}

RequestHeader with_length(const std::string& length) {
  RequestHeader request;
  request.set(http::field::content_length, length);
  return request;
}

struct Read {
  std::string body;     // "(incomplete)", or the explanation of a refusal
  std::string rest;     // what is behind the body
  unsigned status = 0;  // of the refusal
};

// Reads a body whose bytes arrive in pieces of this size.
Read read(const RequestHeader& request, std::string bytes, std::size_t size = 1'000'000) {
  auto reader = BodyReader::begin(request, kMost);
  if (!reader) return {reader.error().explanation, "", static_cast<unsigned>(reader.error().status)};
  while (!bytes.empty() && !reader->is_complete()) {
    const auto taken = reader->take(std::string_view(bytes).substr(0, size));
    if (!taken) return {taken.error().explanation, "", static_cast<unsigned>(taken.error().status)};
    bytes.erase(0, *taken);
  }
  return {reader->is_complete() ? reader->take_body() : "(incomplete)", bytes};
}

TEST(BodyReader, TakesAsManyBytesAsContentLengthSays) {
  for (const std::size_t size : {1U, 2U, 100U}) {
    const Read whole = read(with_length("4"), "21.5GET /", size);
    EXPECT_EQ(whole.body, "21.5") << size;
    EXPECT_EQ(whole.rest, "GET /") << size;
  }
  EXPECT_EQ(read(with_length("5"), "21.5").body, "(incomplete)");
}

TEST(BodyReader, HasNoBodyWithoutALength) {
  EXPECT_EQ(read(RequestHeader(), "GET /").body, "");
  EXPECT_EQ(read(RequestHeader(), "GET /").rest, "GET /");
  EXPECT_EQ(read(with_length("000"), "GET /").rest, "GET /");
}

TEST(BodyReader, PutsChunksTogether) {
  const std::string bytes = "2\r\n21\r\nA;name=\"a;b\"\r\n.5\n\r\n22.5\n\r\n00\r\nX: a\r\nY: b\r\n\r\nGET /";
  for (std::size_t size = 1; size <= bytes.size(); ++size) {
    const Read whole = read(chunked(), bytes, size);
    EXPECT_EQ(whole.body, "21.5\n\r\n22.5\n") << size;
    EXPECT_EQ(whole.rest, "GET /") << size;
  }
  for (std::size_t size = 0; size < bytes.size() - 5; ++size) {
    EXPECT_EQ(read(chunked(), bytes.substr(0, size)).body, "(incomplete)") << size;
  }
}

TEST(BodyReader, TakesHexadecimalSizesInBothCases) {
  EXPECT_EQ(read(chunked(), "0000000c\r\n123456789012\r\n0\r\n\r\n").body, "123456789012");
  EXPECT_EQ(read(chunked(), "C\r\n123456789012\r\n0\r\n\r\n").body, "123456789012");
}

TEST(BodyReader, RefusesALengthBeyondTheLimitBeforeTheBodyComes) {
  EXPECT_EQ(read(with_length("100"), std::string(100, 'x')).body, std::string(100, 'x'));
  for (const char* length : {"101", "99999999999999999999999"}) {
    const Read refused = read(with_length(length), "");
    EXPECT_EQ(refused.status, 413U) << length;
    EXPECT_EQ(refused.body, "the body is larger than the 100 bytes that it may have: send it in parts");
  }
}

TEST(BodyReader, RefusesChunksBeyondTheLimitBeforeTheyCome) {
  const std::string most = "64\r\n" + std::string(100, 'x') + "\r\n";
  EXPECT_EQ(read(chunked(), most + "0\r\n\r\n").body, std::string(100, 'x'));
  EXPECT_EQ(read(chunked(), most + "1\r\n").status, 413U);
  EXPECT_EQ(read(chunked(), "65\r\n").status, 413U);
  EXPECT_EQ(read(chunked(), "ffffffff\r\n").status, 413U);
}

TEST(BodyReader, RefusesMalformedChunks) {
  for (const char* bytes :
       {"\r\n",        "x\r\n",      "-1\r\n",       "+1\r\n",     "0x1\r\n",       " 1\r\n",         "1 \r\n",
        "1\n",         "1;a\rb\r\n", "1;a\x01\r\n",  "1;a\n",      "000000001\r\n", "1ffffffff\r\n",  "1\r\nab",
        "1\r\nab\r\n", "1\r\na\n",   "1\r\na\r\r\n", "0\r\nX\r\n", "0\r\nX: a\n",   "0\r\n X: a\r\n", "0\r\n\n"}) {
    EXPECT_EQ(read(chunked(), std::string(bytes) + "\r\n\r\n").status, 400U) << bytes;
  }
}

TEST(BodyReader, RefusesAChunkThatIsLongerThanItsSizeSays) {
  EXPECT_EQ(read(chunked(), "1\r\na\r\n0\r\n\r\n").body, "a");
  for (const char* bytes : {"1\r\nab\r\n0\r\n\r\n", "1\r\na\n0\r\n\r\n", "1\r\na\r\r\n0\r\n\r\n"}) {
    EXPECT_EQ(read(chunked(), bytes).status, 400U) << bytes;
  }
}

TEST(BodyReader, RefusesLinesBetweenChunksWithoutEnd) {
  for (const std::size_t size : {1U, 10'000U}) {
    EXPECT_EQ(read(chunked(), "1;" + std::string(2'000, 'x'), size).status, 400U);
    EXPECT_EQ(read(chunked(), "1\r\na" + std::string(2'000, '\r'), size).status, 400U);
  }
  std::string trailers;
  for (int i = 0; i < 101; ++i) trailers += "X: a\r\n";
  EXPECT_EQ(read(chunked(), "0\r\n" + trailers + "\r\n").status, 400U);
}

}  // namespace
}  // namespace sws
