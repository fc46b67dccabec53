#include "tests/integration/server_process.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "tests/integration/deadline.hpp"
#include "tests/integration/sanitizer.hpp"

extern const char* const program_under_test;  // the path of a program of this build; CMake writes the definition

namespace sws {
namespace {

int checked(int result, const char* call) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), call);
  return result;
}

// True when there is something to read (or its end); false at the deadline.
bool wait_readable(int descriptor) {
  pollfd waiting{descriptor, POLLIN, 0};
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(kDeadline).count();
  return checked(poll(&waiting, 1, static_cast<int>(milliseconds)), "poll") > 0;
}

// The test's own, less what would have its server behave otherwise than the test thinks.
std::vector<std::string> child_environment(const Environment& added, const std::string& state) {
  std::vector<std::string> result;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    const auto begins = [text](std::string_view prefix) { return text.starts_with(prefix); };
    if (!begins("SIMPLEWEBSOCKET_") && !begins("LISTEN_") && !begins("WATCHDOG_") && !begins("NOTIFY_SOCKET=") &&
        !begins("STATE_DIRECTORY=") && !begins("XDG_STATE_HOME=") && !begins("HOME=")) {
      result.emplace_back(text);
    }
  }
  bool has_home = false;
  for (const auto& [name, value] : added) {
    has_home = has_home || name == "HOME" || name == "XDG_STATE_HOME" || name == "STATE_DIRECTORY";
    result.push_back(name + "=" + value);
  }
  if (!has_home) result.push_back("HOME=" + state);
  return result;
}

std::vector<char*> null_terminated(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (std::string& string : strings) result.push_back(string.data());
  result.push_back(nullptr);
  return result;
}

void have_child_until(int event) {
  pollfd ends_at_once{event, POLLIN, 0};
  poll(&ends_at_once, 1, 0);
  if (fork() == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::uint64_t written = 0;
    while (read(event, &written, sizeof written) < 0 && errno == EINTR) continue;
    _exit(0);
  }
  siginfo_t ended{};
  if (ends_at_once.revents != 0) waitid(P_ALL, 0, &ended, WEXITED | WNOWAIT);  // it stays a zombie
}

// In the child, before it is the server: nothing here may allocate.
void take_inheritance(const Inheritance& inheritance, std::vector<char*>& environment) {
  if (inheritance.standard_input >= 0) dup2(inheritance.standard_input, STDIN_FILENO);
  if (inheritance.terminal >= 0) {
    setsid();
    dup2(inheritance.terminal, STDIN_FILENO);
    if (inheritance.owns_terminal) ioctl(STDIN_FILENO, TIOCSCTTY, 0);
  }
  if (inheritance.network >= 0 && setns(inheritance.network, CLONE_NEWNET) != 0) _exit(126);
  if (inheritance.ignores_hang_up) ::signal(SIGHUP, SIG_IGN);
  if (inheritance.child_until >= 0) have_child_until(inheritance.child_until);
  if (inheritance.open_files > 0) {
    const rlimit limit{inheritance.open_files, inheritance.open_files};
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  constexpr int kFirst = 3, kOutOfTheWay = 100;
  const int count = static_cast<int>(inheritance.sockets.size());
  for (int i = 0; i < count; ++i) {
    fcntl(inheritance.sockets[static_cast<std::size_t>(i)], F_DUPFD, kOutOfTheWay);
  }
  for (int i = 0; i < count; ++i) dup2(kOutOfTheWay + i, kFirst + i);
  for (int i = 0; i < count; ++i) close(kOutOfTheWay + i);
  for (char* variable : environment) {
    char* const value = variable == nullptr ? nullptr : std::strchr(variable, '=');
    if (value != nullptr && value + 1 == kOwnProcessId) {
      *std::to_chars(value + 1, value + 1 + kOwnProcessId.size(), getpid()).ptr = '\0';
    }
  }
}

}  // namespace

ServerProcess::ServerProcess(const Arguments& arguments, const Environment& environment,
                             const Inheritance& inheritance) {
  start(arguments, environment, inheritance);
}

void ServerProcess::start(const Arguments& arguments, const Environment& environment,
                          const Inheritance& inheritance) {
  Arguments words{inheritance.program.empty() ? program_under_test : inheritance.program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = child_environment(environment, state_.path());
  const std::vector<char*> argv = null_terminated(words);
  std::vector<char*> envp = null_terminated(variables);

  int ends[2];
  checked(pipe2(ends, O_CLOEXEC), "pipe2");
  standard_output_ = Descriptor(ends[0]);
  const Descriptor write_end(ends[1]);
  standard_error_ = Descriptor(checked(memfd_create("stderr", MFD_CLOEXEC), "memfd_create"));

  pid_ = checked(fork(), "fork");
  if (pid_ == 0) {  // only async-signal-safe calls from here to execve
    prctl(PR_SET_PDEATHSIG, inheritance.death_signal);
    dup2(write_end.number(), STDOUT_FILENO);
    dup2(inheritance.standard_error < 0 ? standard_error_.number() : inheritance.standard_error, STDERR_FILENO);
    take_inheritance(inheritance, envp);
    execve(argv.front(), argv.data(), envp.data());
    _exit(127);
  }
  process_ = Descriptor(checked(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)), "pidfd_open"));
}

ServerProcess::~ServerProcess() {
  if (kSanitized && !ended_) end_in_order();
  if (!ended_) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (kSanitized) expect_no_report();
}

void ServerProcess::end_in_order() {
  for (const int number : {SIGCONT, SIGTERM, SIGINT}) kill(pid_, number);  // two signals: at once
  if (wait_readable(process_.number())) wait_for_exit();
}

void ServerProcess::expect_no_report() const {
  const std::string log = standard_error();
  const bool reported =
      log.find("Sanitizer") != std::string::npos || log.find("runtime error: ") != std::string::npos;
  if (reported) ADD_FAILURE() << log;
}

std::string ServerProcess::wait_for_line() {
  std::string line;
  for (char next = 0;; line.push_back(next)) {
    if (!wait_readable(standard_output_.number())) {
      throw std::runtime_error("the server does not say where it serves; it logged:\n" + standard_error());
    }
    if (read(standard_output_.number(), &next, 1) != 1) {
      throw std::runtime_error("the server ended at its start; it logged:\n" + standard_error());
    }
    if (next == '\n') return line;
  }
}

void ServerProcess::signal(int number) {
  checked(kill(pid_, number), "kill");
}

bool ServerProcess::has_ended() const {
  pollfd process{process_.number(), POLLIN, 0};
  return ended_ || checked(poll(&process, 1, 0), "poll") > 0;
}

int ServerProcess::wait_for_exit() {
  if (!wait_readable(process_.number())) throw std::runtime_error("the server does not end");
  int status = 0;
  checked(waitpid(pid_, &status, 0), "waitpid");
  ended_ = true;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string ServerProcess::rest_of_standard_output() {
  std::string text;
  char block[4096];
  for (ssize_t got = 0; (got = read(standard_output_.number(), block, sizeof block)) > 0;) {
    text.append(block, static_cast<std::size_t>(got));
  }
  return text;
}

std::string ServerProcess::standard_error() const {
  struct stat about {};
  checked(fstat(standard_error_.number(), &about), "fstat");
  std::string text(static_cast<std::size_t>(about.st_size), '\0');
  const ssize_t got = pread(standard_error_.number(), text.data(), text.size(), 0);
  text.resize(static_cast<std::size_t>(checked(static_cast<int>(got), "pread")));
  return text;
}

std::string ServerProcess::log_to_the_end() {
  signal(SIGTERM);
  wait_for_exit();
  return standard_error();
}

std::size_t ServerProcess::open_files() const {
  const std::filesystem::directory_iterator files("/proc/" + std::to_string(pid_) + "/fd");
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

std::size_t ServerProcess::resident_bytes() const {
  std::ifstream statm("/proc/" + std::to_string(pid_) + "/statm");
  std::size_t size = 0, resident = 0;
  statm >> size >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

bool ServerProcess::is_stopped() const {
  std::ifstream stat("/proc/" + std::to_string(pid_) + "/stat");
  std::string pid, name, state;  // the name has no space
  stat >> pid >> name >> state;
  return state == "T";
}

void ServerProcess::limit_open_files(std::size_t most) {
  const rlimit limit{most, most};
  checked(prlimit(pid_, RLIMIT_NOFILE, &limit, nullptr), "prlimit");
}

namespace {

void add_unless_named(Arguments& arguments, const std::string& option, const std::string& value) {
  const bool named = std::find(arguments.begin(), arguments.end(), option) != arguments.end();
  if (!named) arguments.insert(arguments.end(), {option, value});
}

// On a free port, with no admin listener; and with the --io-uring that the whole suite is run with (TEST_IO_URING).
Arguments with_defaults(Arguments arguments) {
  add_unless_named(arguments, "--port", "0");
  const bool has_admin = !std::string_view(program_under_test).ends_with("echo_server");
  if (has_admin) add_unless_named(arguments, "--admin", "off");
  if (const char* io_uring = std::getenv("TEST_IO_URING")) add_unless_named(arguments, "--io-uring", io_uring);
  return arguments;
}

// `Serving http://localhost:41823/`
std::uint16_t port_in(std::string_view serving_line) {
  const std::size_t colon = serving_line.rfind(':');
  std::uint16_t port = 0;
  if (colon != std::string_view::npos) {
    std::from_chars(serving_line.data() + colon + 1, serving_line.data() + serving_line.size(), port);
  }
  if (port == 0) throw std::runtime_error("no port in: " + std::string(serving_line));
  return port;
}

}  // namespace

Server::Server(const Arguments& arguments, const Environment& environment, const Inheritance& inheritance)
    : process_(with_defaults(arguments), environment, inheritance),
      serving_line_(process_.wait_for_line()),
      port_(port_in(serving_line_)) {
  const auto admin = std::find(arguments.begin(), arguments.end(), "--admin");
  if (admin != arguments.end() && *std::next(admin) != "off") admin_port_ = port_in(process_.wait_for_line());
}

Outcome run_to_exit(const Arguments& arguments, const Environment& environment, const Inheritance& inheritance) {
  ServerProcess process(arguments, environment, inheritance);
  const int exit_status = process.wait_for_exit();
  return {exit_status, process.rest_of_standard_output(), process.standard_error()};
}

}  // namespace sws
