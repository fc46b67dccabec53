// What the server tells a service manager, and the sockets that it takes over from one: the protocols of systemd
// (sd_notify(3), sd_listen_fds(3)), with a test in the manager's place.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <memory>

#include "tests/integration/config_file.hpp"
#include "tests/integration/deadline.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"

namespace sws {
namespace {

using std::chrono::milliseconds;

int checked(int result, const char* call) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), call);
  return result;
}

// The manager's socket: `path` as NOTIFY_SOCKET has it.
class NotifySocket {
 public:
  explicit NotifySocket(std::string path) : path_(std::move(path)), socket_(::socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const bool is_abstract = path_.front() == '@';
    path_.copy(address.sun_path, sizeof address.sun_path - 1);
    if (is_abstract) address.sun_path[0] = '\0';
    const std::size_t size = offsetof(sockaddr_un, sun_path) + path_.size() + (is_abstract ? 0 : 1);
    checked(bind(socket_.number(), reinterpret_cast<const sockaddr*>(&address), static_cast<socklen_t>(size)),
            "bind");
  }
  NotifySocket(NotifySocket&&) = delete;
  ~NotifySocket() { std::filesystem::remove(path_); }

  const std::string& path() const { return path_; }

  // The next datagram; empty if none comes in time.
  std::string next(milliseconds patience = kDeadline) {
    pollfd readable{socket_.number(), POLLIN, 0};
    if (checked(poll(&readable, 1, static_cast<int>(patience.count())), "poll") == 0) return "";
    char text[4096];
    return {text,
            static_cast<std::size_t>(checked(static_cast<int>(recv(readable.fd, text, sizeof text, 0)), "recv"))};
  }

  // Reads on to the datagram that has this line.
  std::string wait_for(std::string_view line) {
    for (;;) {
      std::string datagram = next();
      if (datagram.empty()) throw std::runtime_error("the server does not say " + std::string(line));
      const std::string lines = std::string("\n").append(datagram).append("\n");
      if (lines.find(std::string("\n").append(line).append("\n")) != std::string::npos) return datagram;
    }
  }

 private:
  std::string path_;
  Descriptor socket_;
};

std::string abstract_path() {
  return "@simplewebsocket-test-" + std::to_string(getpid());
}

// A listening socket on a free port, or on the port of another one (SO_REUSEPORT).
class ListeningSocket {
 public:
  explicit ListeningSocket(std::uint16_t port = 0, int type = SOCK_STREAM)
      : socket_(checked(::socket(AF_INET, type | SOCK_CLOEXEC, 0), "socket")) {
    const int on = 1;
    setsockopt(number(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    socklen_t size = sizeof address;
    checked(bind(number(), reinterpret_cast<const sockaddr*>(&address), size), "bind");
    if (type == SOCK_STREAM) checked(listen(number(), 100), "listen");
    checked(getsockname(number(), reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
    port_ = ntohs(address.sin_port);
  }

  int number() const { return socket_.number(); }
  std::uint16_t port() const { return port_; }

 private:
  Descriptor socket_;
  std::uint16_t port_ = 0;
};

Environment passing(const std::string& count, const std::string& names = "") {
  Environment environment{{"LISTEN_PID", std::string(kOwnProcessId)}, {"LISTEN_FDS", count}};
  if (!names.empty()) environment.emplace_back("LISTEN_FDNAMES", names);
  return environment;
}

class Notify : public testing::TestWithParam<bool> {
 protected:
  NotifySocket manager_{
      GetParam() ? abstract_path()
                 : (std::filesystem::temp_directory_path() / ("notify-" + std::to_string(getpid()))).string()};
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
  NotifySocket manager(abstract_path());
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
  NotifySocket manager(abstract_path());
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
  NotifySocket manager(abstract_path());
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

TEST(WatchdogOfTheManager, HearsFromUsAgainAndAgain) {
  NotifySocket manager(abstract_path());
  const Server server({}, {{"NOTIFY_SOCKET", manager.path()},
                           {"WATCHDOG_USEC", "20000"},
                           {"WATCHDOG_PID", std::string(kOwnProcessId)}});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(manager.wait_for("WATCHDOG=1"), "WATCHDOG=1");
}

TEST(WatchdogOfTheManager, HearsFromUsWhileWeDrain) {
  NotifySocket manager(abstract_path());
  Server server({"--drain-period", "3600", "--threads", "2"},
                {{"NOTIFY_SOCKET", manager.path()}, {"WATCHDOG_USEC", "20000"}});
  std::vector<std::unique_ptr<StreamClient>> viewers;  // on one thread or both: one has ended, or none
  for (int i = 0; i < 2; ++i) viewers.push_back(std::make_unique<StreamClient>(server.port()));
  for (const auto& viewer : viewers) viewer->next_number();
  server.process().signal(SIGTERM);
  manager.wait_for("EXTEND_TIMEOUT_USEC=3610000000");
  for (int i = 0; i < 5; ++i) manager.wait_for("WATCHDOG=1");
}

TEST(WatchdogOfTheManager, OfAnotherProcessIsNotOurs) {
  NotifySocket manager(abstract_path());
  const Server server({}, {{"NOTIFY_SOCKET", manager.path()}, {"WATCHDOG_USEC", "1000"}, {"WATCHDOG_PID", "1"}});
  EXPECT_TRUE(manager.next().starts_with("READY=1\n"));
  EXPECT_EQ(manager.next(milliseconds(100)), "");
}

// Stops one thread of the server, as a defect would.
class StuckThread {
 public:
  explicit StuckThread(pid_t thread) : thread_(thread) {
    checked(static_cast<int>(ptrace(PTRACE_SEIZE, thread, nullptr, nullptr)), "PTRACE_SEIZE");
    checked(static_cast<int>(ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr)), "PTRACE_INTERRUPT");
    checked(waitpid(thread, nullptr, __WALL), "waitpid");
  }
  StuckThread(StuckThread&&) = delete;
  ~StuckThread() { ptrace(PTRACE_DETACH, thread_, nullptr, nullptr); }

 private:
  pid_t thread_;
};

pid_t worker_of(pid_t process) {
  for (const auto& thread : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task")) {
    std::string name;
    std::ifstream(thread.path() / "comm") >> name;
    if (name == "worker") return std::stoi(thread.path().filename().string());
  }
  throw std::runtime_error("no thread is called worker");
}

TEST(WatchdogOfTheManager, HearsNothingWhileAWorkerIsStuck) {
  NotifySocket manager(abstract_path());
  Server server({"--threads", "2"}, {{"NOTIFY_SOCKET", manager.path()}, {"WATCHDOG_USEC", "20000"}});
  manager.wait_for("WATCHDOG=1");
  {
    const StuckThread stuck(worker_of(server.process().id()));
    while (!manager.next(milliseconds(200)).empty()) {
    }  // what was said before; then, for ten intervals, nothing
  }
  EXPECT_EQ(manager.next(), "WATCHDOG=1");
}

TEST(PassedSockets, ServeInsteadOfThoseOfTheOptions) {
  const ListeningSocket socket;
  RawConnection early(socket.port());  // before there is a server
  early.send(request("GET /"));
  const Server server({}, passing("1"), {.sockets = {socket.number()}});
  EXPECT_EQ(server.port(), socket.port());
  EXPECT_EQ(early.receive_response().result_int(), 200u);
  EXPECT_NO_THROW(StreamClient(server.port()).next_number());
}

TEST(PassedSockets, AreSharedByAllWorkersAndByAsManyAsThereAre) {
  const ListeningSocket first, second(first.port()), third(first.port());
  for (const auto& [threads, sockets] :
       {std::pair{"1", std::vector{first.number(), second.number(), third.number()}},
        std::pair{"2", std::vector{first.number(), second.number(), third.number()}},
        std::pair{"4", std::vector{first.number(), second.number(), third.number()}}}) {
    const Server server({"--threads", threads}, passing("3"), {.sockets = sockets});
    for (int i = 0; i < 30; ++i) EXPECT_EQ(get(first.port(), "/").result_int(), 200u) << threads;
  }
}

TEST(PassedSockets, OutliveAServerSoThatNobodyIsTurnedAway) {
  const ListeningSocket socket;
  {
    Server server({}, passing("1"), {.sockets = {socket.number()}});
    server.process().signal(SIGTERM);
    EXPECT_EQ(server.process().wait_for_exit(), 0);
  }
  RawConnection between(socket.port());
  between.send(request("GET /"));
  const Server next({}, passing("1"), {.sockets = {socket.number()}});
  EXPECT_EQ(between.receive_response().result_int(), 200u);
}

TEST(PassedSockets, NamedAdminAreTheAdminListener) {
  const ListeningSocket viewers, admin;
  const Server server({"--admin", "127.0.0.1:0"}, passing("2", "simplewebsocket.socket:admin"),
                      {.sockets = {viewers.number(), admin.number()}});
  EXPECT_EQ(server.port(), viewers.port());
  EXPECT_EQ(server.admin_port(), admin.port());
  EXPECT_EQ(get(admin.port(), "/readyz").result_int(), 200u);
  EXPECT_EQ(get(viewers.port(), "/readyz").result_int(), 404u);
}

TEST(PassedSockets, NamedAdminAloneLeaveTheViewersToTheOptions) {
  const ListeningSocket admin;
  const Server server({"--admin", "127.0.0.1:0"}, passing("1", "admin"), {.sockets = {admin.number()}});
  EXPECT_EQ(server.admin_port(), admin.port());
  EXPECT_NO_THROW(StreamClient(server.port()).next_number());
}

TEST(PassedSockets, OfAnotherProcessAreNotOurs) {
  const ListeningSocket socket;
  const Server server({}, {{"LISTEN_PID", "1"}, {"LISTEN_FDS", "1"}}, {.sockets = {socket.number()}});
  EXPECT_NE(server.port(), socket.port());
}

void expect_refusal(const Environment& environment, const Inheritance& inheritance,
                    const std::vector<std::string>& named, const Arguments& arguments = {"--port", "0"}) {
  const Outcome outcome = run_to_exit(arguments, environment, inheritance);
  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_EQ(outcome.standard_output, "");
  EXPECT_EQ(std::count(outcome.standard_error.begin(), outcome.standard_error.end(), '\n'), 1)
      << outcome.standard_error;
  for (const std::string& part : named) {
    EXPECT_NE(outcome.standard_error.find(part), std::string::npos) << outcome.standard_error;
  }
}

TEST(PassedSockets, ThatAreWrongAreOneLineThatSaysWhichAndWhatIsExpected) {
  const ListeningSocket good, datagrams(0, SOCK_DGRAM);
  RawConnection client(good.port());
  const Descriptor accepted(accept(good.number(), nullptr, nullptr));
  expect_refusal(passing("2", "web:udp"), {.sockets = {good.number(), datagrams.number()}},
                 {"'udp'", "descriptor 4", "TCP"});
  expect_refusal(passing("1", "web"), {.sockets = {accepted.number()}}, {"'web'", "descriptor 3", "Accept=no"});
  expect_refusal(passing("2"), {.sockets = {good.number()}}, {"descriptor 4"});
  expect_refusal(passing("none"), {.sockets = {good.number()}}, {"LISTEN_FDS is 'none'"});
  expect_refusal(passing("0"), {.sockets = {good.number()}}, {"LISTEN_FDS is '0'"});
  expect_refusal(passing("1", "web:admin"), {.sockets = {good.number()}},
                 {"LISTEN_FDNAMES is 'web:admin'", "1 names"});
  expect_refusal(passing("1", "admin"), {.sockets = {good.number()}}, {"--admin is off", "admin"},
                 {"--port", "0", "--admin", "off"});
}

}  // namespace
}  // namespace sws
