// A pipe in the place of the server's standard error, so that a test can wait for what is logged.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <string>
#include <system_error>

#include "tests/integration/deadline.hpp"
#include "tests/integration/server_process.hpp"

namespace sws {

class LogPipe {
 public:
  LogPipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe2");
    read_end_ = Descriptor(ends[0]);
    write_end_ = Descriptor(ends[1]);
  }

  // For a server's Inheritance.
  int write_end() const { return write_end_.number(); }

  // Lets go of both ends: from now on nobody reads.
  void close_reader() { read_end_ = Descriptor(); }

  // The next line, without its line feed.
  std::string next_line() {
    for (;;) {
      const std::size_t end = received_.find('\n');
      if (end != std::string::npos) {
        std::string line = received_.substr(0, end);
        received_.erase(0, end + 1);
        return line;
      }
      receive();
    }
  }

  // Reads on to the line that contains `text`, and returns it. Throws at the deadline.
  std::string wait_for(const std::string& text) {
    for (const LoopDeadline deadline;;) {
      deadline.check("a line of the log with " + text);
      std::string line = next_line();
      if (line.find(text) != std::string::npos) return line;
    }
  }

 private:
  void receive() {
    pollfd readable{read_end_.number(), POLLIN, 0};
    const auto patience = std::chrono::duration_cast<std::chrono::milliseconds>(kDeadline).count();
    char block[4096];
    const ssize_t got =
        poll(&readable, 1, static_cast<int>(patience)) == 1 ? read(readable.fd, block, sizeof block) : 0;
    if (got <= 0) throw std::runtime_error("the log does not go on; of a line there is: " + received_);
    received_.append(block, static_cast<std::size_t>(got));
  }

  Descriptor read_end_, write_end_;
  std::string received_;
};

}  // namespace sws
