#include "backend/process/process_signals.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>

namespace sws {
namespace {

sigset_t awaited_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2}) sigaddset(&signals, signal);
  return signals;
}

bool is_ignored(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

bool has_terminal() {
  return FileDescriptor(::open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC)).get() >= 0;
}

}  // namespace

void take_signals() {
  const sigset_t signals = awaited_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  for (const int ignored : {SIGPIPE, SIGXFSZ, SIGCHLD}) ::signal(ignored, SIG_IGN);
  while (waitpid(-1, nullptr, WNOHANG) > 0) continue;  // children that ended before, when this process was a script
}

FileDescriptor open_signals() {
  const sigset_t signals = awaited_signals();
  return FileDescriptor(signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
}

Terminal::Terminal()
    : is_ours_(has_terminal()),
      is_input_(isatty(STDIN_FILENO) == 1),
      is_optional_(is_ignored(SIGHUP)),
      shell_(getppid()),
      session_(getsid(0)) {}

bool Terminal::is_closed_by(const signalfd_siginfo& hang_up) const {
  if (hang_up.ssi_code == SI_KERNEL) return is_ours_;
  const auto is_from = [&](pid_t process) { return hang_up.ssi_pid == static_cast<std::uint32_t>(process); };
  const bool lost_input = is_input_ && isatty(STDIN_FILENO) != 1;
  return (lost_input && is_from(shell_)) || (is_ours_ && !has_terminal() && is_from(session_));
}

}  // namespace sws
