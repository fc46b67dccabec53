// The signals of this process. They are read from a descriptor (signalfd(2)), so that no handler interrupts
// anything. Main thread; threads that start later inherit the blocked signals and leave them to the main thread.
#pragma once

#include <sys/signalfd.h>
#include <sys/types.h>

#include "backend/process/file_descriptor.hpp"

namespace sws {

// Blocks SIGINT, SIGTERM, SIGHUP, SIGUSR1 and SIGUSR2 for open_signals(), and ignores SIGPIPE and SIGXFSZ, so that
// writing fails instead when the reader has left or the file is full. Ignoring SIGCHLD lets the kernel reap the
// processes that this one adopts if it is the first one of a container.
void take_signals();

// A descriptor that delivers signalfd_siginfo for the blocked signals. Empty, with errno set, if there is no
// descriptor left.
FileDescriptor open_signals();

// The terminal in which the server was started, if there is one. Create it at the start.
class Terminal {
 public:
  Terminal();

  // Whether this SIGHUP says that the terminal is gone; any other SIGHUP was sent by somebody who wants a reload.
  // The kernel sends it to the foreground job, and a shell passes it on to its other jobs.
  bool is_closed_by(const signalfd_siginfo& hang_up) const;

  // Whether the server was started with nohup(1), and stays when the terminal is gone.
  bool is_optional() const { return is_optional_; }

 private:
  bool is_ours_;   // the kernel would tell this process that the terminal is gone
  bool is_input_;  // standard input is a terminal
  bool is_optional_;
  pid_t shell_;    // that started the server
  pid_t session_;  // the first process of the session: the shell of the terminal's window
};

}  // namespace sws
