// The server reports its state to a service manager by the protocol of systemd (sd_notify(3)).
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <filesystem>

#include "tests/integration/config_file.hpp"
#include "tests/integration/notify_socket.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"

namespace sws {
namespace {

class Notify : public testing::TestWithParam<bool> {
 protected:
  static std::string name() {
    const std::string unique = "notify-" + std::to_string(getpid());
    return GetParam() ? "@" + unique : (std::filesystem::temp_directory_path() / unique).string();
  }

  NotifySocket manager_{name()};
};

TEST_P(Notify, SaysReadyOnceConnectionsAreTakenAndStoppingWhenItDrains) {
  Server server({}, {{"NOTIFY_SOCKET", manager_.path()}});
  const std::string ready = manager_.next();
  EXPECT_TRUE(ready.starts_with("READY=1\nSTATUS=Serving on 127.0.0.1:")) << ready;
  EXPECT_EQ(get(server.port(), "/").result_int(), 200u);
  server.process().signal(SIGTERM);
  const std::string stopping = manager_.next();
  EXPECT_TRUE(stopping.starts_with("STOPPING=1\nEXTEND_TIMEOUT_USEC=")) << stopping;
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

INSTANTIATE_TEST_SUITE_P(At, Notify, testing::Bool(),
                         [](const auto& is_abstract) { return is_abstract.param ? "AnAbstractName" : "APath"; });

TEST(ServiceManager, HearsThatAReloadBeginsAndEnds) {
  NotifySocket manager;
  const ConfigFile file("count = 1\n");
  Server server({"--config", file.path()}, {{"NOTIFY_SOCKET", manager.path()}});
  manager.wait_for("READY=1");
  const auto now = [] {
    const auto since_boot = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(since_boot).count();
  };
  const auto before = now();
  server.process().signal(SIGHUP);
  const std::string reloading = manager.next();
  const auto after = now();
  constexpr std::string_view kBegin = "RELOADING=1\nMONOTONIC_USEC=";
  ASSERT_TRUE(reloading.starts_with(kBegin)) << reloading;
  const auto when = std::stoll(reloading.substr(kBegin.size()));
  EXPECT_LE(before, when);
  EXPECT_LE(when, after);
  EXPECT_TRUE(manager.next().starts_with("READY=1\n"));
}

TEST(ServiceManager, HearsWhyNewSettingsAreRefused) {
  NotifySocket manager;
  ConfigFile file("count = 1\n");
  Server server({"--config", file.path()}, {{"NOTIFY_SOCKET", manager.path()}});
  manager.wait_for("READY=1");
  file.write("count = none\n");
  server.process().signal(SIGHUP);
  EXPECT_TRUE(manager.next().starts_with("RELOADING=1\n"));
  const std::string ready = manager.next();
  EXPECT_TRUE(ready.starts_with("READY=1\n")) << ready;
  EXPECT_NE(ready.find("'none'"), std::string::npos) << ready;
}

TEST(ServiceManager, IsToldHowLongTheDrainTakes) {
  NotifySocket manager;
  Server server({"--drain-delay", "100", "--drain-period", "20"}, {{"NOTIFY_SOCKET", manager.path()}});
  manager.wait_for("READY=1");
  server.process().signal(SIGTERM);
  const std::string stopping = manager.wait_for("STOPPING=1");
  EXPECT_NE(stopping.find("EXTEND_TIMEOUT_USEC=130000000\n"), std::string::npos) << stopping;
}

TEST(ServiceManager, ThatIsGoneHoldsUpNothing) {
  const Server server({}, {{"NOTIFY_SOCKET", "/nowhere/notify"}});
  EXPECT_EQ(get(server.port(), "/").result_int(), 200u);
}

TEST(ServiceManager, WhoseSocketIsNoAddressIsAnError) {
  for (const std::string& wrong : {std::string("notify"), std::string("@"), std::string(200, '/')}) {
    const Outcome outcome = run_to_exit({"--port", "0"}, {{"NOTIFY_SOCKET", wrong}});
    EXPECT_EQ(outcome.exit_status, 1);
    EXPECT_NE(outcome.standard_error.find("NOTIFY_SOCKET is '" + wrong + "'"), std::string::npos)
        << outcome.standard_error;
  }
}

}  // namespace
}  // namespace sws
