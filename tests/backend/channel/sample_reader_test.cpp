#include "backend/channel/sample_reader.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace sws {
namespace {

constexpr std::int64_t kNow = 1'764'000'000'000;

Sample read(std::string_view text) {
  const auto sample = read_sample(text, kNow);
  EXPECT_TRUE(sample) << text << " " << sample.error();
  return sample ? *sample : Sample{};
}

std::string error_of(std::string_view text) {
  const auto sample = read_sample(text, kNow);
  return sample ? "" : sample.error();
}

TEST(SampleText, IsANumberOrAnObject) {
  EXPECT_EQ(read("21.5"), (Sample{21.5, kNow}));
  EXPECT_EQ(read(" \t-7 \r"), (Sample{-7, kNow}));
  EXPECT_EQ(read(R"({"value":21.5})"), (Sample{21.5, kNow}));
  EXPECT_EQ(read(R"( {"unit":"C", "at_ms" : 123, "value":1e2, "tags":[{}]} )"), (Sample{100, 123}));
}

TEST(SampleText, KeepsTheExactNumberOfAnObject) {
  EXPECT_EQ(read(R"({"value":0.1})").value, 0.1);
  EXPECT_EQ(read(R"({"value":123456789012345678901234567890})").value, 123456789012345678901234567890.0);
  EXPECT_EQ(read(R"({"value":8.41e21})").value, 8.41e21);
  EXPECT_EQ(read(R"({"value":1e-400})").value, 0);
}

TEST(SampleText, ThatIsWrongIsQuotedWithWhatIsExpected) {
  EXPECT_EQ(error_of("5."),
            "'5.' has no digit behind its point: a number like 21.5 or an object like "
            "{\"value\":21.5,\"at_ms\":1764000000123} is expected");
  EXPECT_EQ(error_of(R"({"value":1e400})"),
            "'{\"value\":1e400}' is no sample: \"value\" is 1e400: a number of less than 1.8e308 is expected");
  EXPECT_EQ(error_of(R"({"value":"1"})"),
            R"('{"value":"1"}' is no sample: "value" is a string: a number is expected)");
  EXPECT_EQ(error_of(R"({"at_ms":1})"), R"('{"at_ms":1}' is no sample: member "value" is missing)");
  for (const char* text : {R"({"value":1,"value":2})", R"({"value":1,"at_ms":-1})", R"({"value":1,"at_ms":0.5})",
                           R"({"value":1,"at_ms":9007199254740992})", R"({"value":.5})", R"({"value":NaN})",
                           R"({"value":1} 2)", R"({"value":1)", "{", R"("1")", "[1]", "1 2", ""}) {
    EXPECT_NE(error_of(text), "") << text;
  }
}

TEST(SampleText, IsQuotedOnOneVisibleLine) {
  EXPECT_TRUE(error_of("\x1b[31m\n").starts_with(R"('\u{1b}[31m\n' is not a number)")) << error_of("\x1b[31m\n");
  const std::string error = error_of("{\"\xe2\x80\xae\":1,\"\xe2\x80\xae\":1}");
  EXPECT_EQ(error.find("\xe2\x80\xae"), std::string::npos) << error;
}

TEST(SampleText, IsLimited) {
  const std::string longest = "1" + std::string(kMaxSampleText - 1, ' ');
  EXPECT_EQ(error_of(longest), "");
  EXPECT_NE(error_of(longest + " ").find("is longer than 1024 bytes"), std::string::npos);
}

class SampleLinesTest : public testing::Test, private SampleLines::Handler {
 protected:
  void feed(std::string_view bytes) { lines_.feed(bytes, kNow); }
  void finish() { lines_.finish(kNow); }

  SampleLines lines_{*this};
  std::vector<double> values_;
  std::vector<std::uint64_t> bad_lines_;
  std::string explanation_;  // the last one

 private:
  void on_sample(const Sample& sample) override { values_.push_back(sample.value); }
  void on_bad_line(std::uint64_t line, const std::string& explanation) override {
    bad_lines_.push_back(line);
    explanation_ = explanation;
  }
};

TEST_F(SampleLinesTest, MayArriveInPiecesOfAnySize) {
  const std::string text = "1\n\r\n22.5\r\n{\"value\":3}\n4";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    values_.clear();
    for (std::size_t at = 0; at < text.size(); at += size) feed(std::string_view(text).substr(at, size));
    EXPECT_EQ(values_, (std::vector<double>{1, 22.5, 3})) << size;
    finish();
    EXPECT_EQ(values_, (std::vector<double>{1, 22.5, 3, 4})) << size;
  }
  EXPECT_TRUE(bad_lines_.empty()) << explanation_;
}

TEST_F(SampleLinesTest, ABadLineIsReportedByItsNumberAndTheOthersStay) {
  feed("1\n\nx\n2\ny");
  EXPECT_EQ(values_, (std::vector<double>{1, 2}));
  EXPECT_EQ(bad_lines_, (std::vector<std::uint64_t>{3}));
  finish();
  EXPECT_EQ(bad_lines_, (std::vector<std::uint64_t>{3, 5}));
  EXPECT_TRUE(explanation_.starts_with("'y' is not a number")) << explanation_;
}

TEST_F(SampleLinesTest, ALineThatIsTooLongIsOneBadLineHoweverItArrives) {
  const std::string line = "1" + std::string(3 * kMaxSampleText, ' ');  // a number, if its end were cut off
  feed("1\n" + line + "\n2\n");
  for (std::size_t at = 0; at < line.size(); at += 100) feed(std::string_view(line).substr(at, 100));
  feed("\n3\n");
  feed(line);
  finish();
  EXPECT_EQ(values_, (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(bad_lines_, (std::vector<std::uint64_t>{2, 4, 6}));
  EXPECT_NE(explanation_.find("is longer than 1024 bytes"), std::string::npos) << explanation_;
}

TEST_F(SampleLinesTest, ALineMayBeAsLongAsTheLimit) {
  const std::string line = "1" + std::string(kMaxSampleText - 1, ' ');
  feed(line + "\n");
  feed(std::string_view(line).substr(0, 500));
  feed(line.substr(500) + "\n");
  EXPECT_EQ(values_.size(), 2U);
  feed(line + " \n");
  EXPECT_EQ(bad_lines_, (std::vector<std::uint64_t>{3}));
}

TEST_F(SampleLinesTest, NothingIsLeftAfterALineFeed) {
  feed("1\n");
  finish();
  EXPECT_EQ(values_.size(), 1U);
  EXPECT_TRUE(bad_lines_.empty());
}

}  // namespace
}  // namespace sws
