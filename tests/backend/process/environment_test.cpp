#include "backend/process/environment.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "backend/process/passed_sockets.hpp"
#include "backend/process/service_manager.hpp"

namespace sws {
namespace {

TEST(Environment, HasTheVariablesThatAreSetToSomething) {
  const std::vector<std::string> environment = {"A=1", "AB=2", "C=x=y", "EMPTY=", "=D", "NOTHING"};
  EXPECT_EQ(variable(environment, "A"), "1");
  EXPECT_EQ(variable(environment, "C"), "x=y");
  for (const char* name : {"EMPTY", "B", "NOTHING", "D"}) EXPECT_FALSE(variable(environment, name)) << name;
}

TEST(Environment, OfAServiceManagerCountsAsNotSetIfItIsEmpty) {
  const std::vector<std::string> environment = {"LISTEN_PID=" + std::to_string(getpid()),
                                                "LISTEN_FDS=", "LISTEN_FDNAMES=", "NOTIFY_SOCKET=@nobody",
                                                "WATCHDOG_USEC="};
  const auto sockets = take_passed_sockets(environment);
  ASSERT_TRUE(sockets) << sockets.error();
  EXPECT_TRUE(sockets->streams.empty());
  const auto manager = ServiceManager::from_environment(environment);
  ASSERT_TRUE(manager) << manager.error();
  EXPECT_FALSE(manager->watchdog());
}

}  // namespace
}  // namespace sws
