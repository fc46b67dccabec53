// Stops one thread of the server, as a defect would, until it is destroyed.
#pragma once

#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/wait.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

namespace sws {

class StuckThread {
 public:
  explicit StuckThread(pid_t thread) : thread_(thread) {
    if (ptrace(PTRACE_SEIZE, thread, nullptr, nullptr) != 0 ||
        ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr) != 0 || waitpid(thread, nullptr, __WALL) != thread) {
      throw std::system_error(errno, std::generic_category(), "cannot stop a thread of the server");
    }
  }
  StuckThread(StuckThread&&) = delete;
  ~StuckThread() {
    if (!ended_) ptrace(PTRACE_DETACH, thread_, nullptr, nullptr);
  }

  // Whether it has ended with its process, which the kernel does not count as ended before it was asked.
  bool has_ended() {
    if (!ended_) ended_ = waitpid(thread_, nullptr, __WALL | WNOHANG) == thread_;
    return ended_;
  }

 private:
  pid_t thread_;
  bool ended_ = false;
};

// The first one that is called so: "worker" or "admin".
inline pid_t thread_of(pid_t process, const std::string& wanted) {
  for (const auto& thread : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task")) {
    std::string name;
    std::ifstream(thread.path() / "comm") >> name;
    if (name == wanted) return std::stoi(thread.path().filename().string());
  }
  throw std::runtime_error("no thread is called " + wanted);
}

}  // namespace sws
