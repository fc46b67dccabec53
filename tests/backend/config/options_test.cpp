#include "backend/config/options.hpp"

#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <fstream>

#include "backend/admission/access.hpp"
#include "shared/hex.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/support/temporary_directory.hpp"

namespace sws {
namespace {

Options options(const std::vector<std::string>& arguments, const std::vector<std::string>& environment = {}) {
  const auto parsed = parse_options(arguments, environment);
  EXPECT_TRUE(parsed) << parsed.error();
  return parsed ? parsed->options : Options();
}

std::string error(const std::vector<std::string>& arguments, const std::vector<std::string>& environment = {}) {
  const auto parsed = parse_options(arguments, environment);
  EXPECT_FALSE(parsed);
  return parsed ? "" : parsed.error();
}

TEST(Options, DefaultsAreTheOriginals) {
  const Options defaults = options({});
  EXPECT_EQ(defaults.port, 8000);
  EXPECT_EQ(defaults.settings.stream, StreamParameters());
  EXPECT_EQ(defaults.addresses.size(), 2U);
}

TEST(Options, AFlagIsOverTheEnvironment) {
  EXPECT_EQ(options({}, {"SIMPLEWEBSOCKET_INTERVAL_MS=20"}).settings.stream.interval_ms, 20U);
  EXPECT_EQ(options({"--interval-ms", "30"}, {"SIMPLEWEBSOCKET_INTERVAL_MS=20"}).settings.stream.interval_ms, 30U);
  EXPECT_EQ(options({"--address", "127.0.0.1"}, {"SIMPLEWEBSOCKET_ADDRESS=::1"}).addresses.size(), 1U);
}

TEST(Options, AWrongValueIsNamedWithWhatIsAllowed) {
  EXPECT_EQ(error({"--port", "70000"}), "--port is '70000': an integer from 0 to 65535 is expected; see --help");
  EXPECT_EQ(error({"--count=abc"}), "--count is 'abc': an integer from 1 to 1000000 is expected; see --help");
  EXPECT_EQ(error({"--min", "5", "--max", "4"}),
            "--max is '4': an integer not below --min, which is 5, is expected; see --help");
  EXPECT_EQ(error({}, {"SIMPLEWEBSOCKET_PORT=x"}),
            "SIMPLEWEBSOCKET_PORT is 'x': an integer from 0 to 65535 is expected; see --help");
  EXPECT_NE(error({"--address", "nowhere"}).find("--address is 'nowhere': an IPv4 or IPv6 address"),
            std::string::npos);
  EXPECT_NE(error({"--prot", "1"}).find("--prot"), std::string::npos);
}

TEST(Options, AnOriginThatNoPageCouldHaveIsRefusedWithTheWayOut) {
  EXPECT_EQ(
      error({"--allowed-origin", "https://:8443"}),
      "--allowed-origin is 'https://:8443': an origin like https://example.org, null or *, is expected; it has "
      "no host; see --help");
  EXPECT_NE(error({}, {"SIMPLEWEBSOCKET_ALLOWED_ORIGIN=https://m\xc3\xbcnchen.example"}).find("xn--"),
            std::string::npos);
}

TEST(Options, AnOriginIsAllowedHoweverItIsSpelled) {
  const auto allows = [](const char* listed, const char* origin) {
    return options({"--allowed-origin", listed}).settings.origins.allows(origin, "stream.example");
  };
  EXPECT_TRUE(allows("https://example.org:443", "https://example.org"));
  EXPECT_TRUE(allows("https://*.example.org", "https://a.b.example.org"));
  EXPECT_FALSE(allows("https://*.example.org", "https://evilexample.org"));
  EXPECT_TRUE(allows("capacitor://localhost", "capacitor://localhost"));
}

TEST(Options, ThePagesThatMayShowOursInAFrameAreListedOrNone) {
  const auto ancestors = [](const std::vector<std::string>& arguments) {
    return options(arguments).settings.frame_ancestors;
  };
  EXPECT_EQ(ancestors({}), "'none'");
  EXPECT_EQ(ancestors({"--frame-ancestors", "none"}), "'none'");
  EXPECT_EQ(ancestors({"--frame-ancestors", "self", "--frame-ancestors", "https://*.Example.org"}),
            "'self' https://*.example.org");
  EXPECT_EQ(
      error({"--frame-ancestors", "https://a.example; script-src *"}),
      "--frame-ancestors is 'https://a.example; script-src *': an origin like https://example.org, self, * or "
      "none, is expected; its host has a character that no name of a host has; see --help");
  EXPECT_EQ(error({"--frame-ancestors", "none", "--frame-ancestors", "self"}),
            "--frame-ancestors is none and names a page as well: remove one of the two; see --help");
}

std::string only_warning(const std::vector<std::string>& arguments) {
  const auto parsed = parse_options(arguments, {});
  EXPECT_TRUE(parsed);
  if (!parsed || parsed->warnings.empty()) return "";
  EXPECT_EQ(parsed->warnings.size(), 1U);
  return parsed->warnings.front();
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Options, ASettingThatOthersDepriveOfItsEffectIsWarnedOf) {
  EXPECT_EQ(only_warning({}), "");
  EXPECT_TRUE(contains(only_warning({"--hsts-max-age", "60"}), "--hsts-max-age has no effect without TLS"));
  EXPECT_EQ(only_warning({"--hsts-max-age", "0"}), "");
  EXPECT_EQ(only_warning({"--hsts-max-age", "60", "--trusted-proxy", "10.0.0.1"}), "");
  EXPECT_TRUE(contains(only_warning({"--proxy-protocol", "on"}), "no effect without --trusted-proxy"));
  EXPECT_EQ(only_warning({"--proxy-protocol", "on", "--trusted-proxy", "10.0.0.1"}), "");
  const char* const kOrigin = "https://example.org";
  EXPECT_TRUE(contains(only_warning({"--allowed-origin", kOrigin, "--allowed-origin", "*"}), "--allowed-origin"));
  EXPECT_EQ(only_warning({"--allowed-origin", "*"}), "");
  EXPECT_EQ(only_warning({"--allowed-origin", "*", "--allowed-origin", "*"}), "");
  EXPECT_TRUE(contains(only_warning({"--admin", "off", "--admin-host", "metrics.example.org"}), "--admin-host"));
  EXPECT_EQ(only_warning({"--allowed-origin", kOrigin, "--allowed-origin", "null"}), "");
  EXPECT_TRUE(contains(only_warning({"--max-connections", "10", "--max-connections-per-address", "11"}),
                       "--max-connections-per-address"));
  EXPECT_EQ(only_warning({"--max-connections", "10", "--max-connections-per-address", "10"}), "");
  EXPECT_EQ(only_warning({"--max-connections", "10"}), "");
}

// The program prints the warnings of every answer on standard error.
TEST(Options, ACheckOfTheSettingsHasTheWarnings) {
  const auto checked = parse_options({"--check-config", "--hsts-max-age", "60"}, {});
  ASSERT_TRUE(checked);
  EXPECT_EQ(checked->answer, "The settings are fine.\n");
  EXPECT_EQ(checked->warnings.size(), 1u);
}

TEST(Options, AnEmptyPathDoesNotSwitchTlsOff) {
  EXPECT_NE(error({"--tls-certificate=", "--tls-key="}).find("--tls-certificate is ''"), std::string::npos);
  EXPECT_NE(error({"--tls-key="}).find("--tls-key is ''"), std::string::npos);
}

TEST(Options, WhatCouldNeverWorkIsRefused) {
  EXPECT_TRUE(contains(error({"--address", "224.0.0.1"}), "224.0.0.1"));
  EXPECT_TRUE(contains(error({"--address", "ff02::1"}), "ff02::1"));
  EXPECT_TRUE(contains(error({"--address", "127.0.0.1", "--address", "127.0.0.1"}), "only once"));
  EXPECT_TRUE(contains(error({"--check-config", "--issue-access", "60"}), "give one of them"));
}

TEST(Options, AVariableThatIsNoOptionIsWarnedOf) {
  const auto parsed = parse_options({}, {"SIMPLEWEBSOCKET_SERVICE_HOST=10.0.0.1", "HOME=/root"});
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->warnings,
            std::vector<std::string>{"SIMPLEWEBSOCKET_SERVICE_HOST is not an option of this program; ignored"});
}

TEST(Options, EmptyVariablesAndTheAddressOfAServiceAreIgnoredWithAWarning) {
  const std::vector<std::string> environment = {
      "SIMPLEWEBSOCKET_PORT=tcp://10.96.0.7:8000",
      "SIMPLEWEBSOCKET_SERVICE_PORT=8000",
      "SIMPLEWEBSOCKET_PORT_8000_TCP=tcp://10.96.0.7:8000",
      "SIMPLEWEBSOCKET_PORT_8000_TCP_PORT=8000",
      "SIMPLEWEBSOCKET_COUNT=",
      "SIMPLEWEBSOCKET_ADDRESS=",
      "SIMPLEWEBSOCKET_CONFIG=",
  };
  const auto parsed = parse_options({}, environment);
  ASSERT_TRUE(parsed) << parsed.error();
  EXPECT_EQ(parsed->options.port, 8000);
  EXPECT_EQ(parsed->options.settings.stream.count, 1000u);
  EXPECT_EQ(parsed->options.addresses.size(), 2u);
  EXPECT_EQ(parsed->warnings.size(), environment.size());
  for (std::size_t i = 0; i < parsed->warnings.size(); ++i) {
    const std::string name = environment[i].substr(0, environment[i].find('='));
    EXPECT_TRUE(parsed->warnings[i].starts_with(name + " is ")) << parsed->warnings[i];
  }
  for (const char* scheme : {"udp", "sctp"}) {
    EXPECT_EQ(options({}, {"SIMPLEWEBSOCKET_PORT=" + std::string(scheme) + "://10.96.0.7:53"}).port, 8000);
  }
}

TEST(Options, APortThatIsNoServiceOfKubernetesStaysAnError) {
  for (const char* value : {"tcp", "http://10.96.0.7:8000", "10.96.0.7:8000", " "}) {
    EXPECT_NE(error({}, {"SIMPLEWEBSOCKET_PORT=" + std::string(value)}).find(value), std::string::npos);
  }
  EXPECT_NE(error({"--port", "tcp://10.96.0.7:8000"}).find("--port is 'tcp://10.96.0.7:8000'"), std::string::npos);
}

TEST(Options, AnErrorWritesOutWhatCannotBeSeen) {
  EXPECT_NE(error({"--port", "80\r"}).find("'80\\r'"), std::string::npos);
  EXPECT_NE(error({"--\u00a0port", "80"}).find("'--\\u{a0}port'"), std::string::npos);
  EXPECT_NE(error({"--config", "\ufeffsettings"}).find("'\\u{feff}settings'"), std::string::npos);
  for (const std::string& each :
       {error({"--port", "1\n2"}), error({"x\ny"}), error({}, {"SIMPLEWEBSOCKET_PORT=\n"})}) {
    EXPECT_EQ(each.find('\n'), std::string::npos) << each;
  }
}

TEST(Options, AWebRootThatIsNoDirectoryIsAnErrorThatSaysWhy) {
  const TemporaryDirectory directory;
  const std::string loop = directory.path() + "/loop", file = directory.path() + "/file";
  ASSERT_EQ(symlink(loop.c_str(), loop.c_str()), 0);
  std::ofstream(file) << "text";
  for (const auto& [path, why] : {std::pair<std::string, const char*>{loop, "Too many levels of symbolic links"},
                                  {std::string(5'000, 'x'), "File name too long"},
                                  {file, "Not a directory"},
                                  {directory.path() + "/missing", "No such file or directory"},
                                  {"", "No such file or directory"}}) {
    const std::string message = error({"--web-root", path});
    EXPECT_TRUE(message.starts_with("--web-root is '" + path + "'")) << message;
    EXPECT_NE(message.find(why), std::string::npos) << message;
  }
  EXPECT_EQ(options({"--web-root", directory.path()}).web_root, directory.path());
}

TEST(Options, AWebRootThatMayNotBeReadIsAnError) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root, to become another user";
  const TemporaryDirectory directory;  // mode 0700
  ASSERT_EQ(seteuid(65'534), 0);
  const std::string message = error({"--web-root", directory.path()});
  ASSERT_EQ(seteuid(0), 0);
  EXPECT_NE(message.find("Permission denied"), std::string::npos) << message;
}

TEST(Options, SwitchOffWithAWord) {
  const Options off = options({"--secret-file", "off", "--access-secret-file", "off", "--tls-certificate", "off"});
  EXPECT_EQ(off.secret_source, SecretSource::none);
  EXPECT_FALSE(off.settings.access_secrets);
  EXPECT_FALSE(off.settings.tls);
  EXPECT_EQ(options({}).secret_source, SecretSource::kept);
  EXPECT_NE(error({"--tls-certificate", "off", "--tls-key", "key.pem"}), "");
}

TEST(Options, OfSeveralSecretsTheFirstOneSigns) {
  const SecretFile one(std::string(64, '1')), other(std::string(64, '2'));
  const auto one_secret = from_hex<Secret>(std::string(64, '1')),
             other_secret = from_hex<Secret>(std::string(64, '2'));
  const Secrets both(std::vector<Secret>{one_secret, other_secret});
  EXPECT_EQ(options({"--secret-file", one.path(), "--secret-file", other.path()}).secrets, both);
  EXPECT_EQ(options({}, {"SIMPLEWEBSOCKET_SECRET_FILE=" + one.path() + "; " + other.path()}).secrets, both);
  EXPECT_EQ(both.signing(), one_secret);
  const Options access = options({"--access-secret-file", one.path(), "--access-secret-file", other.path()});
  EXPECT_EQ(access.settings.access_secrets, both);
  EXPECT_EQ(options({"--secret-file", one.path(), "--secret-file", one.path()}).secrets, Secrets(one_secret));
}

TEST(Options, SecretsAreNotOffAndGivenAtTheSameTimeAndNotWithoutNumber) {
  const SecretFile secret;
  for (const std::string name : {"--secret-file", "--access-secret-file"}) {
    EXPECT_EQ(error({name, secret.path(), name, "off"}),
              name + " is off and names a file as well: remove one of the two; see --help");
    std::vector<std::string> many;
    for (int i = 0; i < 9; ++i) many.insert(many.end(), {name, secret.path()});
    EXPECT_EQ(error(many),
              name + " names 9 files: 8 at most are expected, so remove those of old secrets; see --help");
    EXPECT_TRUE(contains(error({name, secret.path(), name, "/no/such/file"}), "/no/such/file"));
  }
}

TEST(Options, ThreadsAreOneForEachProcessorThatTheProcessMayUse) {
  cpu_set_t before, one;
  ASSERT_EQ(sched_getaffinity(0, sizeof before, &before), 0);
  CPU_ZERO(&one);
  for (int cpu = 0; CPU_COUNT(&one) == 0; ++cpu) {
    if (CPU_ISSET(cpu, &before)) CPU_SET(cpu, &one);
  }
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_EQ(options({}).threads, 1u);
  sched_setaffinity(0, sizeof before, &before);
}

TEST(Options, ThreadsAreNoMoreThanTheOptionAllows) {
  EXPECT_GE(options({}).threads, 1u);
  EXPECT_LE(options({}).threads, kMaxThreads);
  EXPECT_NE(error({"--threads", std::to_string(kMaxThreads + 1)}), "");
}

TEST(Options, ATokenIsIssuedForTheChannelsThatAreNamed) {
  const SecretFile secret;
  const auto grant_of = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--access-secret-file", secret.path(), "--issue-access", "60"});
    const auto parsed = parse_options(arguments, {});
    EXPECT_TRUE(parsed) << parsed.error();
    const std::string token = parsed->answer.substr(0, parsed->answer.find('\n'));
    return read_access_token(parsed->options.settings.access_secrets->signing(), token)
        .value_or(AccessGrant{0, "refused"});
  };
  EXPECT_EQ(grant_of({}).channels, "");
  EXPECT_EQ(grant_of({"--for", "cpu"}).channels, "cpu");
  EXPECT_EQ(grant_of({"--for", "cpu", "--for=temperature"}).channels, "cpu,temperature");
}

TEST(Options, ATokenIsIssuedForNamesThatChannelsCanHave) {
  const SecretFile secret;
  const std::vector<std::string> issue = {"--access-secret-file", secret.path(), "--issue-access", "60"};
  const auto with = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), issue.begin(), issue.end());
    return arguments;
  };
  EXPECT_TRUE(contains(error(with({"--for", "a,b"})), "--for is 'a,b': the name of a channel"));
  EXPECT_TRUE(contains(error(with({"--for", ""})), "--for is ''"));
  EXPECT_TRUE(contains(error({"--for", "cpu"}), "--for needs --issue-access"));
  std::vector<std::string> many;
  for (char c = 'a'; c <= 'i'; ++c) many.insert(many.end(), {"--for", std::string(64, c)});
  EXPECT_TRUE(contains(error(with(many)), "issue several tokens"));
}

TEST(Options, ATokenForAChannelThatIsNotDefinedIsIssuedWithAWarning) {
  const SecretFile secret;
  const std::vector<std::string> arguments = {"--access-secret-file",
                                              secret.path(),
                                              "--issue-access",
                                              "60",
                                              "--for",
                                              "cpuu",
                                              "--for",
                                              "cpu",
                                              "--channel",
                                              "cpu=push"};
  const auto parsed = parse_options(arguments, {});
  ASSERT_TRUE(parsed) << parsed.error();
  EXPECT_EQ(parsed->warnings, (std::vector<std::string>{"--for is 'cpuu', and no --channel has this name"}));
  EXPECT_NE(parsed->answer, "");
}

TEST(Options, HelpAndVersionAreAnswers) {
  EXPECT_NE(parse_options({"--help"}, {})->answer.find("--interval-ms"), std::string::npos);
  EXPECT_EQ(parse_options({"--version"}, {})->answer, "simplewebsocket " SIMPLEWEBSOCKET_VERSION "\n");
}

}  // namespace
}  // namespace sws
