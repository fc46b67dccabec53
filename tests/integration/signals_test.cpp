// Signals that neither stop nor reload the server, the end of its terminal, and processes that it adopted.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>

#include <fstream>

#include "tests/integration/config_file.hpp"
#include "tests/integration/log_pipe.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/tool_run.hpp"

namespace sws {
namespace {

TEST(Signals, OfTheUserAreLoggedAndIgnored) {
  LogPipe log;
  Server server({"--interval-ms", "10"}, {}, {.standard_error = log.write_end()});
  StreamClient viewer(server.port());
  for (const auto& [number, name] : {std::pair{SIGUSR1, "USR1"}, {SIGUSR2, "USR2"}}) {
    server.process().signal(number);
    EXPECT_NE(log.wait_for("event=signal_ignored").find(name), std::string::npos);
  }
  for (const int number : {SIGPIPE, SIGXFSZ, SIGCHLD}) server.process().signal(number);
  for (int i = 0; i < 5; ++i) EXPECT_NO_THROW(viewer.next_number());
}

// A terminal whose window can be closed.
class Window {
 public:
  Window() : controller_(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (grantpt(controller_.number()) != 0 || unlockpt(controller_.number()) != 0)
      throw std::runtime_error("no terminal");
    terminal_ = Descriptor(open(ptsname(controller_.number()), O_RDWR | O_NOCTTY | O_CLOEXEC));
  }
  int terminal() const { return terminal_.number(); }
  void close() {
    terminal_ = Descriptor();
    controller_ = Descriptor();
  }

 private:
  Descriptor controller_, terminal_;
};

TEST(ClosedTerminal, StopsTheServer) {
  Window window;
  Server server({}, {}, {.terminal = window.terminal()});
  window.close();
  EXPECT_EQ(server.process().wait_for_exit(), 0);
  EXPECT_NE(server.process().standard_error().find("event=terminal_closed"), std::string::npos);
}

TEST(ClosedTerminal, IsNoConcernOfAServerThatIgnoresHangUps) {  // nohup(1)
  LogPipe log;
  Window window;
  Server server({"--interval-ms", "10"}, {},
                {.standard_error = log.write_end(), .terminal = window.terminal(), .ignores_hang_up = true});
  window.close();
  log.wait_for("event=terminal_closed");
  EXPECT_NO_THROW(StreamClient(server.port()).next_number());
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

// A shell passes the hang-up on to its background jobs. After `disown` it does not, and then a SIGHUP is from
// somebody who wants a reload.
TEST(ClosedTerminal, StopsABackgroundJobIfItsShellSaysSo) {
  LogPipe log;
  Window window;
  Server server({}, {}, {.standard_error = log.write_end(), .terminal = window.terminal(), .owns_terminal = false});
  window.close();
  ASSERT_EQ(run_tool("/bin/sh", {"-c", "kill -HUP " + std::to_string(server.process().id())}).exit_status, 0);
  log.wait_for("event=reloaded");
  server.process().signal(SIGHUP);  // this test is the server's parent, as its shell would be
  log.wait_for("event=terminal_closed");
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(ClosedTerminal, IsToldFromAReload) {
  LogPipe log;
  const Window window;
  Server server({}, {}, {.standard_error = log.write_end(), .terminal = window.terminal()});
  server.process().signal(SIGHUP);  // the terminal is still there
  log.wait_for("event=reloaded");
}

bool has_child(const std::string& process) {  // proc(5): zombies are children too
  std::ifstream file("/proc/" + process + "/task/" + process + "/children");
  std::string child;
  file >> child;
  return !child.empty();
}

TEST(AdoptedProcesses, AreReaped) {
  const Descriptor event(eventfd(0, EFD_CLOEXEC));
  Server server({}, {}, {.child_until = event.number()});
  const std::string id = std::to_string(server.process().id());
  ASSERT_TRUE(has_child(id));
  ASSERT_EQ(eventfd_write(event.number(), 1), 0);
  for (const LoopDeadline deadline; has_child(id);) deadline.check("the end of the child");
}

TEST(AdoptedProcesses, AreReapedIfTheyEndedBeforeTheServerReplacedAScript) {
  const Descriptor event(eventfd(1, EFD_CLOEXEC));
  Server server({}, {}, {.child_until = event.number()});
  EXPECT_FALSE(has_child(std::to_string(server.process().id())));
}

}  // namespace
}  // namespace sws
