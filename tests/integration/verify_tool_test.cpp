// simplewebsocket-verify as people run it: its words and its exit codes.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "tests/integration/tool_run.hpp"
#include "tests/shared/source_file.hpp"

namespace sws {
namespace {

const std::string kExamplePath = SIMPLEWEBSOCKET_SOURCE_DIR "/tests/shared/golden/example_proof.json";

std::string example() {
  return source_file("tests/shared/golden/example_proof.json");
}
std::string long_example() {
  return source_file("tests/shared/golden/long_proof.json");
}

ToolRun verify(const std::vector<std::string>& arguments, const std::string& standard_input = "") {
  return run_tool(SIMPLEWEBSOCKET_VERIFY_BINARY, arguments, standard_input);
}

std::string replaced(std::string text, std::string_view part, std::string_view by) {
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), by);
}

// One line on standard error that says so, nothing on standard output.
void expect_failure(const ToolRun& run, int exit_status, std::string_view said) {
  EXPECT_EQ(run.exit_status, exit_status) << run.standard_error;
  EXPECT_EQ(run.standard_output, "");
  EXPECT_TRUE(run.standard_error.starts_with("simplewebsocket-verify: ")) << run.standard_error;
  EXPECT_NE(run.standard_error.find(said), std::string::npos) << run.standard_error;
  EXPECT_EQ(std::count(run.standard_error.begin(), run.standard_error.end(), '\n'), 1) << run.standard_error;
}

void expect_alteration_is_found(std::string_view part, std::string_view by, std::string_view said) {
  expect_failure(verify({"-"}, replaced(example(), part, by)), 1, said);
}

void expect_words(const ToolRun& run, const std::vector<std::string_view>& parts) {
  EXPECT_EQ(run.exit_status, 0);
  EXPECT_EQ(run.standard_error, "");
  for (const std::string_view part : parts) {
    EXPECT_NE(run.standard_output.find(part), std::string::npos) << part << " in " << run.standard_output;
  }
}

TEST(VerifyTool, SaysWhatItVerified) {
  const ToolRun run = verify({kExamplePath});
  expect_words(run, {"30 of 30 numbers verified\n", "VvAI8ek5kVryHydHcMXorw", "0 to 100",
                     "The stream was complete after 30 of 30 numbers.", "104d1778928632e6ead5e0644f928a9f",
                     "8a09dc515a40a261c5a9619bda02d36c76094f41e94f3dbbc78092c083dfc36b"});
  EXPECT_EQ(run.standard_output.find("Server seed"), std::string::npos);
}

TEST(VerifyTool, SaysWhatAProofShowsAndWhatItDoesNot) {
  expect_words(
      verify({kExamplePath}),
      {"The proof shows that the commitment fixes the server's part in all 30 numbers",
       "It does not show who made the file, or when", "the\noperator of the server did not know the numbers"});
}

TEST(VerifyTool, SaysHowFarAStreamWentThatWasCutOff) {
  expect_words(verify({"-"}, source_file("tests/shared/golden/cut_off_proof.json")),
               {"21 of 21 numbers verified\n", "The stream was cut off after 21 of 30 numbers.\n",
                "the server's part in all 30 numbers"});
}

TEST(VerifyTool, VerifiesALongStreamByTheSeedOfItsServer) {
  expect_words(
      verify({"-"}, long_example()),
      {"20 of 20 numbers verified\n", "The stream was stopped after 20 of 5,000 numbers, as the server says.\n",
       "Server seed  1088d848e98f9c08b9b55fc69f13c02b212eb2ff974a48e5f40ded662b1ddda9",
       "The proof shows that the stream's id and the commitment together fix the server's part in all 5,000 "
       "numbers"});
  expect_failure(verify({"-"}, replaced(long_example(), "1088d8", "1088d9")), 1, "does not match the commitment");
  expect_failure(verify({"-"}, replaced(long_example(), "973fb6", "973fb7")), 1, "does not match the commitment");
  expect_failure(verify({"-"}, replaced(long_example(), "[54,", "[55,")), 1,
                 "number 1 is 55, but the seeds give 54");
}

TEST(VerifyTool, ReadsStandardInput) {
  const ToolRun run = verify({"-"}, example());
  EXPECT_EQ(run.exit_status, 0) << run.standard_error;
  EXPECT_EQ(run.standard_output, verify({kExamplePath}).standard_output);
}

TEST(VerifyTool, NamesTheNumberThatWasAltered) {
  expect_alteration_is_found("[54,", "[55,", "number 1 is 55, but its key gives 54");
  expect_alteration_is_found(" 99,", " 98,", "number 4 is 98, but its key gives 99");
  expect_alteration_is_found(" 44]", " 43]", "number 30 is 43, but its key gives 44");
  expect_alteration_is_found(" 99,", " 99000000000,", R"("numbers"[3] is 99000000000)");
  expect_alteration_is_found(" 99,", "", "number 4 is 82, but its key gives 99");
  expect_alteration_is_found(" 99,", " 99, 99,", "31 numbers of a stream of 30");
}

TEST(VerifyTool, FindsEveryOtherAlteration) {
  expect_alteration_is_found("\"next\": 30", "\"next\": 31", "there are 30 numbers");
  expect_alteration_is_found("8a09dc", "8a09dd", ", but the hash of its roots is ");
  expect_alteration_is_found("8a09dc", "8A09DC", "\"commitment\"");
  expect_alteration_is_found("104d17", "104d18", ", but the hash of its roots is ");
  expect_alteration_is_found("HOPnJ1", "HOPnJ2", ", but the hash of its roots is ");
  expect_alteration_is_found("7thAqZ", "7thAqY", "the key of number 16 does not lead to its root");
  expect_alteration_is_found("PPioVg", "PPioVh", "the key of number 30 does not lead to its root");
  expect_alteration_is_found("PPioVg", "PPio=g", "\"keys\"[1] is not as it should be");
  expect_alteration_is_found("VvAI", "VvAJ", "number 1 is 54, but its key gives ");
  expect_alteration_is_found("VvAI", "V:AI", "\"client_seed\"");
  expect_alteration_is_found("\"max\": 100", "\"max\": 99", "number 1 is 54, but its key gives ");
  expect_alteration_is_found("\"min\": 0", "\"min\": 101", "\"min\" is above \"max\"");
}

TEST(VerifyTool, SaysThatAFileIsNoProof) {
  expect_failure(verify({"-"}, ""), 2, "standard input is no proof: not JSON");
  expect_failure(verify({"-"}, "hello"), 2, "is no proof: not JSON");
  expect_failure(verify({"-"}, "{}"), 2, "is no proof: member \"protocol\" is missing");
  expect_failure(verify({"-"}, example().substr(0, 300)), 2, "is no proof: not JSON");
  expect_failure(verify({"-"}, example() + "{}"), 2, "is no proof");
  expect_failure(verify({"-"}, replaced(example(), "\"protocol\": 1", "\"protocol\": 2")), 2, "\"protocol\" is 2");
  expect_failure(verify({"-"}, replaced(example(), "[54,", "[\"54\",")), 2, "\"numbers\"[0] is a string");
  expect_failure(verify({"-"}, replaced(example(), "\"max\"", "\"\\n\\u001b[2J\": 1, \"\\n\\u001b[2J\"")), 2,
                 "twice");
  expect_failure(verify({"-"}, replaced(example(), "{\"reason\": \"complete\", \"next\": 30}", "\"complete\"")), 2,
                 "\"end\" is a string: an object is expected");
  expect_failure(verify({"/dev/zero"}), 2, "at most 16777216 are expected");
}

TEST(VerifyTool, PrintsNoControlCharacters) {
  const auto quoting = [](const std::string& name) { return verify({"-"}, '{' + name + ":1," + name + ":1}"); };
  expect_failure(quoting(R"("\u0000\u001b[31m\u007f")"), 2, "member \"??[31m?\" is there twice");
  expect_failure(quoting(R"("\u0080\u009b31m\u009f")"), 2, "member \"??31m?\" is there twice");
  expect_failure(quoting("\"\xc2\x9b\""), 2, "member \"?\" is there twice");
  expect_failure(quoting("\"\xc2\xa0\xc3\x9b\""), 2, "member \"\xc2\xa0\xc3\x9b\" is there twice");
  expect_failure(verify({"/no/such\xc2\x9b"
                         "file"}),
                 2, "cannot read /no/such?file: ");
}

TEST(VerifyTool, SaysWhyAFileCannotBeRead) {
  expect_failure(verify({"/no/such/file"}), 2, "cannot read /no/such/file: No such file or directory");
  expect_failure(verify({std::filesystem::temp_directory_path()}), 2, "Is a directory");
}

TEST(VerifyTool, SaysHowItIsUsed) {
  const ToolRun help = verify({"--help"});
  EXPECT_EQ(help.exit_status, 0);
  for (const char* part : {"Usage: simplewebsocket-verify PROOF", "Exit code", "--version"}) {
    EXPECT_NE(help.standard_output.find(part), std::string::npos) << part;
  }
  const ToolRun version = verify({"--version"});
  EXPECT_EQ(version.exit_status, 0);
  EXPECT_TRUE(version.standard_output.starts_with("simplewebsocket-verify ")) << version.standard_output;
  expect_failure(verify({}), 2, "--help");
  expect_failure(verify({"a", "b"}), 2, "--help");
  expect_failure(verify({"--quiet"}), 2, "--quiet");
}

}  // namespace
}  // namespace sws
