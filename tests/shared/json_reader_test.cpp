#include "shared/json_reader.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace sws {
namespace {

using Type = JsonMember::Type;
using Kind = DecodeError::Kind;

bool is_ok(std::string_view text) {
  return text == "ok";
}

// One member of every kind.
struct Members {
  static constexpr std::array<JsonMember, 8> kAll = {{
      {.path = "n", .lowest = -5, .highest = 5},
      {.path = "s", .type = Type::string, .is_allowed = is_ok, .expected = "ok"},
      {.path = "a", .type = Type::integers, .lowest = 0, .highest = 9, .required = false},
      {.path = "in.x", .lowest = 1, .highest = 1, .required = false},
      {.path = "in.y", .type = Type::integers, .lowest = 0, .highest = 9, .required = false},
      {.path = "out.x", .lowest = 2, .highest = 2, .required = false},
      {.path = "t", .type = Type::strings, .is_allowed = is_ok, .expected = "ok", .required = false},
      {.path = "in.t", .type = Type::strings, .required = false},
  }};
  std::array<JsonValue, kAll.size()> values;

  std::optional<DecodeError> read(std::string_view text, std::size_t max_bytes = 100'000) {
    return read_object(text, max_bytes, kAll, values);
  }
};

void expect_refusal(std::string_view text, std::string_view message, Kind kind = Kind::malformed) {
  Members members;
  const auto error = members.read(text);
  ASSERT_TRUE(error) << text;
  EXPECT_NE(error->message.find(message), std::string::npos) << error->message;
  EXPECT_EQ(error->kind, kind) << error->message;
  EXPECT_LE(error->offset, text.size());
}

TEST(JsonReader, FillsInTheMembersOfTheText) {
  Members members;
  ASSERT_FALSE(members.read(
      R"({"in":{"t":["u","\u0076",""],"y":[7,8],"x":1},"t":["ok","o\u006b"],"out":{"x":2},"a":[1,2,3],"s":"ok","n":-5})"));
  const auto& [n, s, a, x, y, out_x, t, in_t] = members.values;
  EXPECT_EQ(n.integer, -5);
  EXPECT_EQ(s.string, "ok");
  EXPECT_EQ(a.integers, (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_EQ(x.integer, 1);
  EXPECT_EQ(out_x.integer, 2);
  EXPECT_EQ(y.integers, (std::vector<std::int64_t>{7, 8}));
  EXPECT_EQ(t.strings, (std::vector<std::string>{"ok", "ok"}));
  EXPECT_EQ(in_t.strings, (std::vector<std::string>{"u", "v", ""}));
}

TEST(JsonReader, AcceptsATextWithoutItsOptionalMembers) {
  Members members;
  ASSERT_FALSE(members.read(R"({"n":5,"s":"ok"})"));
  EXPECT_FALSE(members.values[2].present);
  EXPECT_FALSE(members.values[3].present);
  EXPECT_TRUE(members.values[0].present);
}

TEST(JsonReader, AnEmptyArrayIsPresent) {
  Members members;
  ASSERT_FALSE(members.read(R"({"n":5,"s":"ok","a":[],"t":[]})"));
  EXPECT_TRUE(members.values[2].present);
  EXPECT_TRUE(members.values[2].integers.empty());
  EXPECT_TRUE(members.values[6].present);
  EXPECT_TRUE(members.values[6].strings.empty());
}

TEST(JsonReader, NamesTheElementThatIsWrong) {
  expect_refusal(R"({"a":[1,2,10]})", R"("a"[2] is 10: an integer from 0 to 9 is expected)", Kind::not_allowed);
  expect_refusal(R"({"a":[1,"x"]})", R"("a"[1] is a string: an array of integers is expected)");
  expect_refusal(R"({"a":[[1]]})", R"("a"[0] is an array)");
  expect_refusal(R"({"a":[{"n":1}]})", R"("a"[0] is an object)");
  expect_refusal(R"({"a":[1,null]})", R"("a"[1] is null)");
  expect_refusal(R"({"a":3})", R"("a" is a number: an array of integers is expected)");
  expect_refusal(R"({"in":{"y":[true]}})", R"("in.y"[0] is true)");
}

TEST(JsonReader, NamesTheStringOfAnArrayThatIsWrong) {
  expect_refusal(R"({"t":["ok","ko"]})", R"("t"[1] is not as it should be: ok is expected)", Kind::not_allowed);
  expect_refusal(R"({"t":[""]})", R"("t"[0] is not as it should be)", Kind::not_allowed);
  expect_refusal(R"({"t":["ok",1]})", R"("t"[1] is a number: an array of strings is expected)");
  expect_refusal(R"({"t":["ok",1.5]})", R"("t"[1] is a number)");
  expect_refusal(R"({"t":["ok",null]})", R"("t"[1] is null)");
  expect_refusal(R"({"t":[false]})", R"("t"[0] is false)");
  expect_refusal(R"({"t":[["ok"]]})", R"("t"[0] is an array: an array of strings is expected)");
  expect_refusal(R"({"t":[{"t":"ok"}]})", R"("t"[0] is an object)");
  expect_refusal(R"({"t":"ok"})", R"("t" is a string: an array of strings is expected)");
  expect_refusal(R"({"t":1})", R"("t" is a number: an array of strings is expected)");
  expect_refusal(R"({"t":{"t":["ok"]}})", R"("t" is an object: an array of strings is expected)");
  expect_refusal(R"({"s":["ok"]})", R"("s" is an array: a string is expected)");
  expect_refusal(R"({"in":{"t":["x",7]}})", R"("in.t"[1] is a number)");
}

TEST(JsonReader, TakesAsManyStringsAsTheTextHas) {
  constexpr std::size_t kCount = 5000;
  std::string text = R"({"n":1,"s":"ok","t":["ok")";
  for (std::size_t i = 1; i < kCount; ++i) text += ",\"ok\"";
  Members members;
  ASSERT_FALSE(members.read(text + "]}"));
  EXPECT_EQ(members.values[6].strings.size(), kCount);
  expect_refusal(text + ",\"no\"]}", R"("t"[5000] is not as it should be)", Kind::not_allowed);
}

TEST(JsonReader, SkipsArraysOfStringsThatNobodyAsksFor) {
  Members members;
  EXPECT_FALSE(members.read(R"({"n":1,"s":"ok","q":["a",["b",1],{"t":["no"]}],"z":{"t":["no"]}})"));
  EXPECT_FALSE(members.values[6].present);
}

TEST(JsonReader, TellsAWrongTypeFromAWrongValue) {
  expect_refusal(R"({"n":"1"})", R"("n" is a string)", Kind::malformed);
  expect_refusal(R"({"n":6})", R"("n" is 6: an integer from -5 to 5)", Kind::not_allowed);
  expect_refusal(R"({"n":0.5})", R"("n" is 0.5)", Kind::not_allowed);
  expect_refusal(R"({"s":1})", R"("s" is a number: a string is expected)", Kind::malformed);
  expect_refusal(R"({"s":"no"})", R"("s" is not as it should be: ok is expected)", Kind::not_allowed);
  expect_refusal(R"({"in":{"x":2}})", R"("in.x" is 2)", Kind::not_allowed);
  expect_refusal(R"({"s":"ok"})", R"("n" is missing)", Kind::malformed);
}

TEST(JsonReader, ADotInANameIsNoWayIntoAnObject) {
  Members members;
  ASSERT_FALSE(members.read(R"({"n":1,"s":"ok","in.x":1,"in.y":3})"));
  EXPECT_FALSE(members.values[3].present);
  EXPECT_FALSE(members.values[4].present);
}

TEST(JsonReader, LooksIntoTheObjectThatWasNamedAndNoOther) {
  Members members;
  ASSERT_FALSE(members.read(
      R"({"n":1,"s":"ok","i":{"x":1},"inn":{"x":1},"":{"x":1},"z":{"in":{"x":1},"out":1},"q":["in"]})"));
  EXPECT_FALSE(members.values[3].present);
  ASSERT_FALSE(members.read(R"({"n":1,"s":"ok","in":{"in":{"x":7},"n":"unasked","x":1}})"));
  EXPECT_TRUE(members.values[3].present);
}

TEST(JsonReader, RefusesAValueThatIsNoObjectWhereItLooksIntoOne) {
  expect_refusal(R"({"in":"x"})", R"("in" is a string: an object is expected)");
  expect_refusal(R"({"in":1})", R"("in" is a number: an object is expected)");
  expect_refusal(R"({"in":0.5})", R"("in" is a number: an object is expected)");
  expect_refusal(R"({"in":true})", R"("in" is true: an object is expected)");
  expect_refusal(R"({"out":null})", R"("out" is null: an object is expected)");
  expect_refusal(R"({"n":1,"in":[]})", R"("in" is an array: an object is expected)");
  expect_refusal(R"({"in":[{"x":1}]})", R"("in" is an array: an object is expected)");
  expect_refusal(R"({"in":{"x":1},"out":""})", R"("out" is a string: an object is expected)");
}

TEST(JsonReader, RefusesANameThatComesTwiceWhereItLooks) {
  expect_refusal(R"({"n":1,"n":1})", R"(member "n" is there twice)");
  expect_refusal(R"({"q":1,"q":{}})", R"(member "q" is there twice)");
  expect_refusal(R"({"in":{"x":1,"x":1}})", R"(member "x" is there twice)");
  expect_refusal(R"({"in":{"x":1},"in":{"x":1}})", R"(member "in" is there twice)");
  Members members;
  EXPECT_FALSE(members.read(R"({"n":1,"s":"ok","skipped":{"q":1,"q":1},"i":{"q":1,"q":1},"in":{"n":1,"s":2}})"));
}

TEST(JsonReader, RepeatsOnlyTheBeginningOfALongNameOrNumber) {
  const std::string name = std::string(39, 'a') + "\xc3\xa9" + std::string(4000, 'b');  // the 40th byte is inside é
  expect_refusal("{\"" + name + "\":1,\"" + name + "\":1}", "\"" + std::string(39, 'a') + "...\" is there twice");
  expect_refusal("{\"n\":" + std::string(4000, '9') + "}", std::string(40, '9') + "...:", Kind::not_allowed);
}

TEST(JsonReader, TakesNestingUpTo32AndMembersUpTo1000) {
  const auto nested = [](std::size_t depth) {  // the object itself is the first level
    return R"({"n":1,"s":"ok","q":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  Members members;
  EXPECT_FALSE(members.read(nested(32)));
  expect_refusal(nested(33), "nested deeper than 32");
  const auto wide = [](std::size_t size) {
    std::string text = R"({"n":1,"s":"ok")";
    for (std::size_t i = 2; i < size; ++i) text += ",\"m" + std::to_string(i) + "\":0";
    return text + '}';
  };
  EXPECT_FALSE(members.read(wide(1000)));
  expect_refusal(wide(1001), "more than 1000 members");
}

TEST(JsonReader, TakesTextUpToItsLimit) {
  Members members;
  const std::string text = R"({"n":1,"s":"ok"})";
  EXPECT_FALSE(members.read(text, text.size()));
  const auto error = members.read(text, text.size() - 1);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->message, "16 bytes: at most 15 are expected");
  EXPECT_EQ(error->offset, 15U);
}

}  // namespace
}  // namespace sws
