// A reload applies each option of the table or reports it.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "backend/config/option_table.hpp"
#include "backend/config/options.hpp"
#include "shared/hex.hpp"
#include "tests/integration/config_file.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/test_authority.hpp"
#include "tests/support/temporary_directory.hpp"

namespace sws {
namespace {

class ReloadedOptions : public testing::Test {
 protected:
  // A value other than the default for each option.
  std::map<std::string, std::string> other_values() const {
    return {{"address", "127.0.0.9"},
            {"port", "8009"},
            {"admin", "off"},
            {"admin-host", "metrics.example.org"},
            {"threads", "9"},
            {"io-uring", "off"},
            {"web-root", directory_.path()},
            {"log-level", "error"},
            {"log-format", "json"},
            {"log-streams", "all"},
            {"access-log", "on"},
            {"channel", "temperature=push"},
            {"nats", "nats://broker.example.org:4222"},
            {"nats-credentials", secret_.path()},
            {"nats-ca", secret_.path()},
            {"nats-replicas", "3"},
            {"history", "9"},
            {"min", "9"},
            {"max", "99"},
            {"interval-ms", "99"},
            {"count", "9"},
            {"secret-file", secret_.path()},
            {"resume-window", "9"},
            {"stream-lifetime", "9"},
            {"max-connections", "9"},
            {"max-connections-per-address", "9"},
            {"max-connects-per-second", "9"},
            {"header-bytes", "9999"},
            {"message-bytes", "9999"},
            {"client-messages-per-second", "9"},
            {"header-timeout", "9"},
            {"idle-timeout", "9"},
            {"handshake-timeout", "9"},
            {"write-timeout", "9"},
            {"peer-timeout", "9"},
            {"ping-interval", "9"},
            {"tls-certificate", tls_.certificate},
            {"tls-key", tls_.key},
            {"hsts-max-age", "9"},
            {"allowed-origin", "https://example.org"},
            {"frame-ancestors", "https://example.org"},
            {"trusted-proxy", "10.0.0.0/8"},
            {"proxy-protocol", "on"},
            {"access-secret-file", secret_.path()},
            {"push-secret-file", secret_.path()},
            {"drain-delay", "9"},
            {"drain-period", "9"}};
  }

  Options options(const std::map<std::string, std::string>& settings) const {
    std::string text = "# settings\n";
    for (const auto& [name, value] : settings) text += name + "=" + value + "\n";
    const ConfigFile file(text);
    const auto parsed = parse_options({"--config", file.path()}, {});
    EXPECT_TRUE(parsed) << parsed.error();
    return parsed ? parsed->options : Options();
  }

  TemporaryDirectory directory_;
  SecretFile secret_;
  TestAuthority authority_;
  TlsFiles tls_ = authority_.issue();
};

TEST_F(ReloadedOptions, AreEachAppliedOrReported) {
  const std::set<std::string> with_restart = {"address",          "port",     "admin",        "threads",
                                              "io-uring",         "web-root", "history",      "nats",
                                              "nats-credentials", "nats-ca",  "nats-replicas"};
  Options target;
  const Options running = options({});
  const auto values = other_values();
  for (const Setting& setting : settings_of(target)) {
    ASSERT_TRUE(values.contains(setting.name)) << "give the test a value of the new option " << setting.name;
    std::map<std::string, std::string> changed = {{setting.name, values.at(setting.name)}};
    if (setting.name.starts_with("tls-")) changed = {{"tls-certificate", tls_.certificate}, {"tls-key", tls_.key}};
    const Options wanted = options(changed);
    const std::string applied = changed_settings(running, wanted, false);
    const std::string reported = changed_settings(running, wanted, true);
    const bool names_both = setting.name.starts_with("tls-");
    const std::string expected = names_both ? "tls-certificate, tls-key" : setting.name;
    EXPECT_EQ(applied, with_restart.contains(setting.name) ? "" : expected);
    EXPECT_EQ(reported, with_restart.contains(setting.name) ? expected : "");
  }
}

TEST_F(ReloadedOptions, AreUnchangedIfTheyAreSpelledOtherwise) {
  const Options running =
      options({{"port", "8000"}, {"address", "::1"}, {"admin", "127.0.0.1:8001"}, {"count", "07"}});
  const Options wanted = options({{"address", "0:0:0:0:0:0:0:1"}, {"count", "7"}});
  EXPECT_EQ(changed_settings(running, wanted, false), "");
  EXPECT_EQ(changed_settings(running, wanted, true), "");
}

TEST_F(ReloadedOptions, HaveAChangedSecretOfAccessIfOnlyItsFileChanged) {
  const SecretFile secret(std::string(64, '1'));
  const ConfigFile file("access-secret-file=" + secret.path() + "\n");
  const auto before = parse_options({"--config", file.path()}, {});
  std::ofstream(secret.path()) << std::string(64, '2');
  const auto after = parse_options({"--config", file.path()}, {});
  ASSERT_TRUE(before && after);
  EXPECT_EQ(changed_settings(before->options, after->options, false), "access-secret-file");
}

TEST_F(ReloadedOptions, HaveAChangedSecretOfPushIfOnlyItsFileChanged) {
  const SecretFile secret(std::string(64, '1'));
  const ConfigFile file("push-secret-file=" + secret.path() + "\n");
  const auto before = parse_options({"--config", file.path()}, {});
  std::ofstream(secret.path()) << std::string(64, '2');
  const auto after = parse_options({"--config", file.path()}, {});
  ASSERT_TRUE(before && after);
  EXPECT_EQ(changed_settings(before->options, after->options, false), "push-secret-file");
  for (const ShownSetting& setting : after->options.shown) EXPECT_EQ(setting.value.find("2222"), std::string::npos);
}

TEST_F(ReloadedOptions, DoNotSwitchOffTheSecretOfPushSilently) {
  const Settings running = options({{"push-secret-file", secret_.path()}}).settings;
  EXPECT_NE(silently_switched_off(running, options({})).find("push-secret-file = off"), std::string::npos);
  EXPECT_EQ(silently_switched_off(running, options({{"push-secret-file", "off"}})), "");
  EXPECT_EQ(silently_switched_off(running, options({{"push-secret-file", secret_.path()}})), "");
}

TEST_F(ReloadedOptions, DoNotSwitchOffAccessControlOrTlsSilently) {
  const Options running = options(
      {{"access-secret-file", secret_.path()}, {"tls-certificate", tls_.certificate}, {"tls-key", tls_.key}});
  const auto refusal = [&](const std::map<std::string, std::string>& wanted) {
    return silently_switched_off(running.settings, options(wanted));
  };
  EXPECT_NE(refusal({}).find("access-secret-file = off"), std::string::npos);
  EXPECT_NE(refusal({{"access-secret-file", secret_.path()}}).find("tls-certificate = off"), std::string::npos);
  EXPECT_NE(refusal({{"access-secret-file", "off"}}).find("tls-certificate = off"), std::string::npos);
  EXPECT_EQ(refusal({{"access-secret-file", "off"}, {"tls-certificate", "off"}}), "");
  EXPECT_EQ(silently_switched_off(options({}).settings, options({})), "");
}

TEST_F(ReloadedOptions, ComeFromAFileThatCanBeReadAndIsNotEmpty) {
  const ConfigFile empty(""), blank(" \r\n\t\n");
  for (const auto& [path, why] : {std::pair<std::string, const char*>{empty.path(), "is empty"},
                                  {blank.path(), "is empty"},
                                  {directory_.path(), "is a directory"},
                                  {"/proc/self/mem", "cannot be read: Input/output error"},
                                  {"/no/such/file", "cannot be read: No such file"},
                                  {"/dev/null", "is not a regular file"}}) {
    const auto parsed = parse_options({"--config", path}, {});
    ASSERT_FALSE(parsed) << path;
    EXPECT_TRUE(parsed.error().starts_with("--config is '" + path +
                                           "': a file of settings is expected, but this one " + why))
        << parsed.error();
  }
}

}  // namespace
}  // namespace sws
