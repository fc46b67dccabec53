#include "backend/config/option_sources.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

const KnownOptions kKnown = {{"port", {true, false}}, {"address", {true, true}}, {"help", {false, false}}};

std::string text_of(const std::vector<GivenOption>& given) {
  std::string text;
  for (const GivenOption& option : given) text += option.name + "=" + option.value + ";";
  return text;
}

template <class Read>
std::string error_of(Read read) {
  try {
    read();
  } catch (const BadValue& error) {
    return error.message;
  }
  return "no error";
}

std::string command_line(const std::vector<std::string>& arguments) {
  return text_of(options_of_command_line(arguments, kKnown));
}

std::string command_line_error(const std::vector<std::string>& arguments) {
  return error_of([&] { command_line(arguments); });
}

std::string file(const std::string& text) {
  return text_of(options_of_file(text, "f.conf", kKnown));
}

TEST(CommandLine, HasFlagsWithTheirValues) {
  EXPECT_EQ(command_line({}), "");
  EXPECT_EQ(command_line({"--port", "1", "--port=2", "--help"}), "port=1;port=2;help=;");
  EXPECT_EQ(command_line({"--port", "-1", "--port="}), "port=-1;port=;");
  EXPECT_EQ(command_line({"--port=a=b", "--port", "--unknown"}), "port=a=b;port=--unknown;");
}

TEST(CommandLine, RefusesWhatIsNoFlagAndNamesIt) {
  for (const char* argument : {"8000", "--prot", "--por", "--Port", "-p", "-port", "--", "-", "", "--port\n"}) {
    EXPECT_EQ(command_line_error({argument}), "'" + std::string(argument) + "' is not an option");
  }
  EXPECT_EQ(command_line_error({"--help=yes"}), "--help takes no value");
}

// These are placeholders in the messages of Boost, which looked for them for ever.
TEST(CommandLine, RefusesANameThatIsAPlaceholder) {
  for (const char* name : {"canonical_option", "option", "value", "prefix", "original_token"}) {
    const std::string argument = "--%" + std::string(name) + "%";
    EXPECT_EQ(command_line_error({argument}), "'" + argument + "' is not an option");
    EXPECT_EQ(command_line_error({argument + "=1"}), "'" + argument + "' is not an option");
  }
}

TEST(CommandLine, RefusesAFlagWithoutItsValue) {
  EXPECT_EQ(command_line_error({"--port"}), "--port needs a value: write --port=VALUE");
  EXPECT_EQ(command_line_error({"--port", "--address", "::1"}), "--port needs a value: write --port=VALUE");
  EXPECT_EQ(command_line_error({"--port", "--address=::1"}), "--port needs a value: write --port=VALUE");
}

TEST(SettingsFile, HasNamesAndValues) {
  EXPECT_EQ(file(""), "");
  EXPECT_EQ(file("port=1\r\n  address = ::1\t\n\n"), "port=1;address=::1;");
  EXPECT_EQ(file("port =\nport = a = b"), "port=;port=a = b;");
}

TEST(SettingsFile, HasACommentAfterABlankOnly) {
  EXPECT_EQ(file("# port=1\n\t# port=2\nport=3 # three\nport=4\t#four\n"), "port=3;port=4;");
  EXPECT_EQ(file("port=site#1\nport=#2\nport=a##b #c\n"), "port=site#1;port=#2;port=a##b;");
}

TEST(SettingsFile, RefusesALineThatIsNoSetting) {
  EXPECT_EQ(error_of([] { file("port=1\nport\n"); }), "f.conf, line 2: 'port' is not of the form name=value");
  EXPECT_EQ(error_of([] { file("\xef\xbb\xbfport=1\n"); }), "f.conf, line 1: '\xef\xbb\xbfport' is not a setting");
  EXPECT_EQ(error_of([] { file("%canonical_option%=1"); }),
            "f.conf, line 1: '%canonical_option%' is not a setting");
}

TEST(OptionValuesTest, KeepTheFirstSourceOfEachOption) {
  OptionValues values;
  const auto spell = [](const std::string& name) { return "<" + name + ">"; };
  values.add({{"address", "a"}, {"address", "b"}}, kKnown, spell);
  values.add({{"address", "c"}, {"port", "1"}}, kKnown, spell);
  EXPECT_EQ(values.list("address"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(values.text("port"), "1");
  EXPECT_FALSE(values.has("help"));
}

TEST(OptionValuesTest, RefuseASecondValueAndAZeroByte) {
  const auto spell = [](const std::string& name) { return name + " in f.conf"; };
  const auto add = [&](const std::vector<GivenOption>& given) {
    return error_of([&] { OptionValues().add(given, kKnown, spell); });
  };
  EXPECT_EQ(add({{"port", "1"}, {"port", "1"}}), "port in f.conf is given more than once");
  EXPECT_EQ(add({{"address", std::string("a\0b", 3)}}),
            std::string("address in f.conf is 'a\0b': text without a zero byte is expected", 64));
}

}  // namespace
}  // namespace sws
