#include "shared/json_number_text.hpp"

#include <gtest/gtest.h>

#include <array>
#include <boost/json/parse.hpp>
#include <string>
#include <string_view>

#include "shared/json_reader.hpp"

namespace sws {
namespace {

std::size_t length_of(std::string_view text) {
  const JsonNumberText number(text.data(), text.data() + text.size());
  return static_cast<std::size_t>(number.end() - text.data());
}

bool is_number(std::string_view text) {
  return JsonNumberText(text.data(), text.data() + text.size()).is_good() && length_of(text) == text.size();
}

bool is_number_for_boost_json(std::string_view text) {
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse(boost::json::string_view(text.data(), text.size()), error);
  return !error && value.is_number();
}

TEST(JsonNumberText, EndsWhereTheNumberEnds) {
  EXPECT_EQ(length_of("12,"), 2u);
  EXPECT_EQ(length_of("-0.5e-3]"), 7u);
  EXPECT_EQ(length_of("1E+2 "), 4u);
  EXPECT_EQ(length_of("012"), 1u);  // what follows is no part of it
}

TEST(JsonNumberText, ShowsWhereItIsWrong) {
  EXPECT_EQ(length_of("-x"), 1u);
  EXPECT_EQ(length_of("1.x"), 2u);
  EXPECT_EQ(length_of("1e+x"), 3u);
}

// Every text of one to six of these characters.
TEST(JsonNumberText, AgreesWithBoostJson) {
  constexpr std::string_view kCharacters = "01.-+e";
  std::size_t numbers = 0;
  for (std::size_t size = 1, count = kCharacters.size(); size <= 6; ++size, count *= kCharacters.size()) {
    for (std::size_t i = 0; i < count; ++i) {
      std::string text;
      for (std::size_t rest = i; text.size() < size; rest /= kCharacters.size()) {
        text += kCharacters[rest % kCharacters.size()];
      }
      const bool expected = is_number_for_boost_json(text);
      ASSERT_EQ(is_number(text), expected) << text;
      numbers += expected ? 1 : 0;
    }
  }
  EXPECT_GT(numbers, 100u);
}

TEST(JsonNumberText, TellsTheReaderThatTheTextBreaksOff) {
  static constexpr std::array<JsonMember, 1> kMembers = {{{.path = "n", .highest = 9}}};
  std::array<JsonValue, 1> values;
  const auto problem = [&](std::string_view text) {
    return read_object(text, text.size(), kMembers, values)->message;
  };
  EXPECT_EQ(problem("{\"n\":-"), "not JSON: incomplete JSON");
  EXPECT_EQ(problem("{\"n\":1"), "not JSON: incomplete JSON");
  EXPECT_EQ(problem("{\"n\":01}"), "not JSON: syntax error");
  EXPECT_EQ(problem("{\"n\":1.}"), "not JSON: syntax error");
}

}  // namespace
}  // namespace sws
