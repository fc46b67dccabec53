// What an operator writes: the example configuration and the tables of options are complete; --check-config tells
// what is wrong without starting anything; which of the sources of a setting wins; --issue-access.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "tests/integration/config_file.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"

namespace sws {
namespace {

std::string file_in_sources(const std::string& path) {
  std::ifstream file(SIMPLEWEBSOCKET_SOURCE_DIR "/" + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// The options that --help lists under "Settings", or before it.
std::set<std::string> options_in_help(bool settings) {
  const std::string help = run_to_exit({"--help"}).standard_output;
  const std::size_t divide = help.find("Settings");
  const std::string part = settings ? help.substr(divide) : help.substr(0, divide);
  std::set<std::string> names;
  const std::regex option("\n  --([a-z-]+)");
  for (std::sregex_iterator at(part.begin(), part.end(), option), end; at != end; ++at) names.insert((*at)[1]);
  return names;
}

struct ExampleLine {
  std::string name, value;
};

// The commented settings of the example: `#name = value`.
std::vector<ExampleLine> example_settings() {
  std::vector<ExampleLine> settings;
  const std::regex setting("#([a-z-]+) = (.+)");
  std::smatch match;
  for (const std::string& line : lines_of(file_in_sources("backend/deploy/simplewebsocket.conf"))) {
    if (std::regex_match(line, match, setting)) settings.push_back({match[1], match[2]});
  }
  return settings;
}

TEST(ExampleConfiguration, HasEverySettingAndNoOther) {
  std::set<std::string> names;
  for (const ExampleLine& setting : example_settings()) names.insert(setting.name);
  EXPECT_EQ(names, options_in_help(true));
}

TEST(ExampleConfiguration, IsFineAsItIs) {
  const Outcome outcome = run_to_exit(
      {"--check-config", "--config", SIMPLEWEBSOCKET_SOURCE_DIR "/backend/deploy/simplewebsocket.conf"});
  EXPECT_EQ(outcome.exit_status, 0) << outcome.standard_error;
  EXPECT_EQ(outcome.standard_output, "The settings are fine.\n");
}

TEST(ExampleConfiguration, IsFineWithEverySettingTakenFromIt) {
  const SecretFile secret;
  std::string text;
  for (const ExampleLine& setting : example_settings()) {  // the files that it names are of another machine
    std::string value = setting.value;
    const bool needs_any_file = setting.name == "nats-credentials" || setting.name == "nats-ca";
    if (setting.name.ends_with("secret-file") || needs_any_file) value = secret.path();
    if (setting.name == "web-root") value = "/tmp";
    const bool needs_certificate = setting.name == "tls-certificate" || setting.name == "tls-key";
    if (!needs_certificate) text += setting.name + " = " + value + "\n";
  }
  const ConfigFile file(text);
  const Outcome outcome = run_to_exit({"--check-config", "--config", file.path()});
  EXPECT_EQ(outcome.exit_status, 0) << outcome.standard_error << text;
}

TEST(ExampleConfiguration, ShowsTheDefaults) {
  std::string help = run_to_exit({"--help"}).standard_output;
  help = std::regex_replace(help, std::regex("\n  +"), " ");  // each option on one line: see what follows
  for (const ExampleLine& setting : example_settings()) {
    const std::regex with_default("--" + setting.name + " arg [^(]*\\(default: ([-a-z0-9:.]+)(,[^)]*)?\\)");
    std::smatch match;
    if (!std::regex_search(help, match, with_default)) continue;  // none, or one that is told in words
    EXPECT_EQ(match[1], setting.value) << setting.name;
  }
}

TEST(OperatingGuide, NamesEveryOption) {
  const std::string guide = file_in_sources("backend/OPERATING.md");
  for (const bool settings : {true, false}) {
    for (const std::string& name : options_in_help(settings)) {
      EXPECT_NE(guide.find("`--" + name + "`"), std::string::npos) << "OPERATING.md has no `--" << name << "`";
    }
  }
}

TEST(CheckConfig, StartsNothing) {
  const Server running;  // holds the port: to listen there would be an error
  const ConfigFile file("port = " + std::to_string(running.port()) + "\n");
  const Outcome outcome = run_to_exit({"--check-config", "--config", file.path()});
  EXPECT_EQ(outcome.exit_status, 0) << outcome.standard_error;
  EXPECT_EQ(outcome.standard_output, "The settings are fine.\n");
  EXPECT_EQ(outcome.standard_error, "");
}

TEST(CheckConfig, NamesTheUnknownSettingAndTheFile) {
  const ConfigFile file("count = 5\nintervall-ms = 50\n");
  const Outcome outcome = run_to_exit({"--check-config", "--config", file.path()});
  EXPECT_EQ(outcome.exit_status, 2);
  EXPECT_EQ(outcome.standard_output, "");
  EXPECT_EQ(lines_of(outcome.standard_error).size(), 1u) << outcome.standard_error;
  for (const std::string& part : {std::string("intervall-ms"), file.path()}) {
    EXPECT_NE(outcome.standard_error.find(part), std::string::npos) << outcome.standard_error;
  }
}

TEST(CheckConfig, NamesAWrongValueWithItsSettingAndTheFile) {
  for (const auto& [text, name, value] : std::vector<std::array<std::string, 3>>{
           {"write-timeout = soon\n", "write-timeout", "soon"},
           {"trusted-proxy = 10.0.0.0/8\ntrusted-proxy = 10.0.0.0/99\n", "trusted-proxy", "10.0.0.0/99"},
           {"allowed-origin = example.org\n", "allowed-origin", "example.org"},
           {"admin = 8001\n", "admin", "8001"},
           {"log-format = xml\n", "log-format", "xml"},
           {"max-connections = 0\n", "max-connections", "0"}}) {
    const ConfigFile file(text);
    const Outcome outcome = run_to_exit({"--check-config", "--config", file.path()});
    EXPECT_EQ(outcome.exit_status, 2) << text;
    EXPECT_NE(outcome.standard_error.find(name + " in " + file.path() + " is '" + value + "'"), std::string::npos)
        << outcome.standard_error;
  }
}

TEST(CheckConfig, RefusesALineThatIsNoSettingAndOneThatIsThereTwice) {
  for (const std::string& text : {std::string("count\n"), std::string("count = 1\ncount = 2\n")}) {
    const ConfigFile file(text);
    const Outcome outcome = run_to_exit({"--check-config", "--config", file.path()});
    EXPECT_EQ(outcome.exit_status, 2) << text;
    EXPECT_NE(outcome.standard_error.find("count"), std::string::npos) << outcome.standard_error;
    EXPECT_NE(outcome.standard_error.find(file.path()), std::string::npos) << outcome.standard_error;
  }
}

TEST(CheckConfig, ReadsTheFilesThatTheSettingsName) {
  const SecretFile open_to_all("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 0644);
  const ConfigFile file("secret-file = " + open_to_all.path() + "\n");
  const Outcome outcome = run_to_exit({"--check-config", "--config", file.path()});
  EXPECT_EQ(outcome.exit_status, 2);
  EXPECT_NE(outcome.standard_error.find("chmod 600"), std::string::npos) << outcome.standard_error;
}

// Which origins the server lets in tells which values its list has.
bool lets_in(const Server& server, const std::string& origin) {
  RawConnection viewer(server.port());
  viewer.send(upgrade_request("/ws/some_url/", "Origin: " + origin + "\r\n"));
  return viewer.receive_response().result_int() == 101;
}

std::string let_in_by(const Server& server) {
  std::string found;
  for (const char* each : {"a", "b", "c", "d", "e", "f"}) {
    if (lets_in(server, "https://" + std::string(each) + ".example")) found += each;
  }
  return found;
}

TEST(ListOption, IsTheFilesUnderTheEnvironmentsUnderTheFlags) {
  const ConfigFile file("allowed-origin = https://a.example\nallowed-origin = https://b.example\n");
  const Environment environment{{"SIMPLEWEBSOCKET_ALLOWED_ORIGIN", "https://c.example https://d.example"}};
  const Arguments flags{"--config",          file.path(),        "--allowed-origin",
                        "https://e.example", "--allowed-origin", "https://f.example"};
  EXPECT_EQ(let_in_by(Server()), "");
  EXPECT_EQ(let_in_by(Server({"--config", file.path()})), "ab");
  EXPECT_EQ(let_in_by(Server({"--config", file.path()}, environment)), "cd");
  EXPECT_EQ(let_in_by(Server(flags, environment)), "ef");
}

TEST(ListOption, OfNothingInTheEnvironmentIsNotSetAndTheCheckSaysSo) {
  const Outcome outcome = run_to_exit({"--check-config"}, {{"SIMPLEWEBSOCKET_ADDRESS", ""}});
  EXPECT_EQ(outcome.exit_status, 0);
  EXPECT_EQ(outcome.standard_error, "simplewebsocket: SIMPLEWEBSOCKET_ADDRESS is empty; ignored\n");
}

TEST(ListOption, OfBlanksInTheEnvironmentIsAnError) {
  const Outcome outcome = run_to_exit({"--check-config"}, {{"SIMPLEWEBSOCKET_ADDRESS", " "}});
  EXPECT_EQ(outcome.exit_status, 2) << outcome.standard_output;
  EXPECT_NE(outcome.standard_error.find("SIMPLEWEBSOCKET_ADDRESS"), std::string::npos) << outcome.standard_error;
}

TEST(IssueAccess, PrintsATokenThatOpensTheStream) {
  const SecretFile secret;
  const Outcome issued = run_to_exit({"--access-secret-file", secret.path(), "--issue-access", "60"});
  EXPECT_EQ(issued.exit_status, 0);
  EXPECT_EQ(issued.standard_error, "");
  ASSERT_TRUE(std::regex_match(issued.standard_output, std::regex("[0-9A-Za-z_-]+\n"))) << issued.standard_output;
  const std::string token = issued.standard_output.substr(0, issued.standard_output.size() - 1);
  const Server server({"--access-secret-file", secret.path()});
  EXPECT_ANY_THROW(StreamClient(server.port()).next_number());
  EXPECT_NO_THROW(StreamClient(server.port(), "/ws/some_url/?access=" + token).next_number());
}

TEST(IssueAccess, TakesItsSecretFromTheFileOfSettings) {
  const SecretFile secret;
  const ConfigFile file("access-secret-file = " + secret.path() + "\n");
  EXPECT_EQ(run_to_exit({"--config", file.path(), "--issue-access", "60"}).exit_status, 0);
}

TEST(IssueAccess, NeedsASecretAndATime) {
  const Outcome without = run_to_exit({"--issue-access", "60"});
  EXPECT_EQ(without.exit_status, 2);
  EXPECT_NE(without.standard_error.find("--access-secret-file"), std::string::npos) << without.standard_error;
  const SecretFile secret;
  for (const char* wrong : {"0", "-5", "tomorrow"}) {
    const Outcome outcome = run_to_exit({"--access-secret-file", secret.path(), "--issue-access", wrong});
    EXPECT_EQ(outcome.exit_status, 2);
    EXPECT_NE(outcome.standard_error.find("--issue-access is '" + std::string(wrong) + "'"), std::string::npos)
        << outcome.standard_error;
  }
}

}  // namespace
}  // namespace sws
