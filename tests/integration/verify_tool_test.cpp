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

TEST(VerifyTool, SaysWhatItVerified) {
  const ToolRun run = verify({kExamplePath});
  EXPECT_EQ(run.exit_status, 0);
  EXPECT_EQ(run.standard_error, "");
  for (const char* part : {"30 of 30 numbers verified\n", "VvAI8ek5kVryHydHcMXorw", "0 to 100", "complete",
                           "973fb6f8dc025b1a80be34d51b43f46cb16ba30934dd3cc0c525587f47ebfe1c",
                           "1088d848e98f9c08b9b55fc69f13c02b212eb2ff974a48e5f40ded662b1ddda9"}) {
    EXPECT_NE(run.standard_output.find(part), std::string::npos) << part << " in " << run.standard_output;
  }
}

TEST(VerifyTool, ReadsStandardInput) {
  const ToolRun run = verify({"-"}, example());
  EXPECT_EQ(run.exit_status, 0) << run.standard_error;
  EXPECT_EQ(run.standard_output, verify({kExamplePath}).standard_output);
}

TEST(VerifyTool, NamesTheNumberThatWasAltered) {
  expect_alteration_is_found("[37,", "[38,", "number 0 is 38: the seeds give 37");
  expect_alteration_is_found(" 70,", " 71,", "number 3 is 71: the seeds give 70");
  expect_alteration_is_found(" 1]", " 2]", "number 29 is 2: the seeds give 1");
  expect_alteration_is_found(" 70,", " 70000000000,", R"("numbers"[3] is 70000000000)");
  expect_alteration_is_found(" 70,", "", "number 3 is 31: the seeds give 70");
  expect_alteration_is_found(" 70,", " 70, 70,", "number 4 is 70: the seeds give 31");
}

TEST(VerifyTool, FindsEveryOtherAlteration) {
  expect_alteration_is_found(", 1]", "]", "there are 29 numbers, but the stream is said to have ended after 30");
  expect_alteration_is_found("\"next\": 30", "\"next\": 31", "there are 30 numbers");
  expect_alteration_is_found("1088d8", "1088d9", "not the one committed to");
  expect_alteration_is_found("973fb6", "973fb7", "not the one committed to");
  expect_alteration_is_found("973fb6", "973FB6", "\"commitment\"");
  expect_alteration_is_found("VvAI", "VvAJ", "number 0 is 37: the seeds give ");
  expect_alteration_is_found("VvAI", "V:AI", "\"client_seed\"");
  expect_alteration_is_found("\"max\": 100", "\"max\": 99", "number 0 is 37: the seeds give ");
  expect_alteration_is_found("\"min\": 0", "\"min\": 101", "\"min\" is above \"max\"");
}

TEST(VerifyTool, SaysThatAFileIsNoProof) {
  expect_failure(verify({"-"}, ""), 2, "standard input is no proof: not JSON");
  expect_failure(verify({"-"}, "hello"), 2, "is no proof: not JSON");
  expect_failure(verify({"-"}, "{}"), 2, "is no proof: member \"protocol\" is missing");
  expect_failure(verify({"-"}, example().substr(0, 300)), 2, "is no proof: not JSON");
  expect_failure(verify({"-"}, example() + "{}"), 2, "is no proof");
  expect_failure(verify({"-"}, replaced(example(), "\"protocol\": 1", "\"protocol\": 2")), 2, "\"protocol\" is 2");
  expect_failure(verify({"-"}, replaced(example(), "[37,", "[\"37\",")), 2, "\"numbers\"[0] is a string");
  expect_failure(verify({"-"}, replaced(example(), "\"max\"", "\"\\n\\u001b[2J\": 1, \"\\n\\u001b[2J\"")), 2,
                 "twice");
  expect_failure(verify({"/dev/zero"}), 2, "at most 16777216 are expected");
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
