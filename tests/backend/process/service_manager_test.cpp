// A ServiceManager is made from environment variables. tests/integration/service_manager_test.cpp talks to one.
#include "backend/process/service_manager.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sws {
namespace {

boost::system::result<ServiceManager, std::string> with_watchdog(const std::string& microseconds) {
  const std::vector<std::string> environment = {"NOTIFY_SOCKET=@nobody", "WATCHDOG_USEC=" + microseconds};
  return ServiceManager::from_environment(environment);
}

TEST(ServiceManager, TakesAWatchdogIntervalThatTheClockCanCount) {
  using namespace std::chrono_literals;
  EXPECT_EQ(with_watchdog("1")->watchdog(), 1us);
  EXPECT_EQ(with_watchdog("30000000")->watchdog(), 30s);
  EXPECT_EQ(with_watchdog("9223372036854775807")->watchdog(), 24h);
}

TEST(ServiceManager, TakesAnEmptyVariableForOneThatIsNotSet) {
  EXPECT_EQ(with_watchdog("")->watchdog(), std::nullopt);
}

TEST(ServiceManager, RefusesAWatchdogIntervalThatIsNone) {
  for (const char* wrong : {"0", "-1", "9223372036854775808", "1.5"}) {
    EXPECT_FALSE(with_watchdog(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace sws
