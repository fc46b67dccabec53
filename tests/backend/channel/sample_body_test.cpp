#include "backend/channel/sample_body.hpp"

#include <gtest/gtest.h>

#include "backend/channel/sample_reader.hpp"

namespace sws {
namespace {

constexpr std::int64_t kNow = 1'764'000'000'000;

std::vector<Sample> samples(std::string_view body) {
  auto read = read_samples(body, kNow);
  EXPECT_TRUE(read) << read.error();
  return read ? *std::move(read) : std::vector<Sample>();
}

std::string error_of(std::string_view body) {
  const auto read = read_samples(body, kNow);
  return read ? "" : read.error();
}

TEST(SampleBody, HasASampleInEachLine) {
  EXPECT_EQ(samples("21.5"), (std::vector<Sample>{{21.5, kNow}}));
  EXPECT_EQ(samples("1\r\n\n {\"value\":2,\"at_ms\":7}\n"), (std::vector<Sample>{{1, kNow}, {2, 7}}));
}

TEST(SampleBody, OrIsAnArray) {
  EXPECT_EQ(samples("[1]"), (std::vector<Sample>{{1, kNow}}));
  EXPECT_EQ(samples("\n [ 1 ,\r\n{\"value\":2,\"at_ms\":7,\n\"note\":\"],}\\\"[\",\"a\":[[1],{}]}\n, 3 ]\n "),
            (std::vector<Sample>{{1, kNow}, {2, 7}, {3, kNow}}));
}

TEST(SampleBody, ThatIsWrongNamesTheLineOrTheElement) {
  EXPECT_TRUE(error_of("1\n\n2.\n3.\n").starts_with("line 3: '2.' has no digit behind its point"))
      << error_of("2.");
  EXPECT_TRUE(error_of("[1, 2, x]").starts_with("element 3: 'x' is not a number")) << error_of("[1, 2, x]");
  EXPECT_TRUE(error_of("[1,]").starts_with("element 2: '' is empty")) << error_of("[1,]");
  EXPECT_TRUE(error_of("[1,,2]").starts_with("element 2: '' is empty")) << error_of("[1,,2]");
  EXPECT_TRUE(error_of("[1 2]").starts_with("element 1: '1 2' is not a number")) << error_of("[1 2]");
  EXPECT_TRUE(error_of("[1,[2]]").starts_with("element 2: '[2]' is not a number")) << error_of("[1,[2]]");
  EXPECT_TRUE(error_of("[{\"value\":1]").starts_with("the array has no ]")) << error_of("[{\"value\":1]");
  EXPECT_TRUE(error_of("[{\"value\":1]}]").starts_with("element 1: ")) << error_of("[{\"value\":1]}]");
}

TEST(SampleBody, ThatEndsTooSoonOrTooLateIsAnError) {
  for (const char* body : {"[", "[1", "[1,", "[\"", "[\"\\", "[{\"value\":1}"}) {
    EXPECT_EQ(error_of(body), "the array has no ] at its end") << body;
  }
  EXPECT_EQ(error_of("[1]]"), "there is more behind the array: ']'");
  EXPECT_EQ(error_of("[1]\n2"), "there is more behind the array: '2'");
}

TEST(SampleBody, WithoutANumberIsAnError) {
  for (const char* body : {"", " \r\n\n", "[]", "[ \n ]\n"}) {
    EXPECT_TRUE(error_of(body).starts_with("there is no number")) << body << error_of(body);
  }
}

TEST(SampleBody, HasALimitedNumberOfSamples) {
  std::string lines, array;
  for (std::size_t i = 0; i < kMaxSamplesOfBody; ++i) {
    lines += "1\n";
    array += array.empty() ? "[1" : ",1";
  }
  EXPECT_EQ(samples(lines).size(), kMaxSamplesOfBody);
  EXPECT_EQ(samples(array + "]").size(), kMaxSamplesOfBody);
  EXPECT_TRUE(error_of(lines + "1").starts_with("there are more than 4096 numbers")) << error_of(lines + "1");
  EXPECT_TRUE(error_of(array + ",1]").starts_with("there are more than 4096 numbers")) << error_of(array + ",1]");
}

TEST(SampleBody, HasALimitForEachSample) {
  const std::string longest = "1" + std::string(kMaxSampleText, '0');
  EXPECT_NE(error_of(longest).find("line 1: "), std::string::npos);
  EXPECT_NE(error_of("[" + longest + "]").find("element 1: "), std::string::npos);
  EXPECT_NE(error_of("[" + longest + "]").find("longer than 1024 bytes"), std::string::npos);
}

}  // namespace
}  // namespace sws
