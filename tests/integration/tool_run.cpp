#include "tests/integration/tool_run.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace sws {
namespace {

int checked(int result, const char* call) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), call);
  return result;
}

// A file without a name that closes itself.
class UnnamedFile {
 public:
  explicit UnnamedFile(const std::string& text = "")
      : descriptor_(checked(memfd_create("tool", MFD_CLOEXEC), "memfd_create")) {
    checked(static_cast<int>(pwrite(descriptor_, text.data(), text.size(), 0)), "pwrite");
  }
  UnnamedFile(UnnamedFile&&) = delete;
  ~UnnamedFile() { close(descriptor_); }

  int descriptor() const { return descriptor_; }
  std::string text() const {
    std::string text(static_cast<std::size_t>(lseek(descriptor_, 0, SEEK_END)), '\0');
    checked(static_cast<int>(pread(descriptor_, text.data(), text.size(), 0)), "pread");
    return text;
  }

 private:
  int descriptor_;
};

}  // namespace

ToolRun run_tool(const std::string& program, const std::vector<std::string>& arguments,
                 const std::string& standard_input) {
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const UnnamedFile input(standard_input), output, error;

  const pid_t pid = checked(fork(), "fork");
  if (pid == 0) {  // only async-signal-safe calls from here to execv
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(input.descriptor(), STDIN_FILENO);
    dup2(output.descriptor(), STDOUT_FILENO);
    dup2(error.descriptor(), STDERR_FILENO);
    execv(argv.front(), argv.data());
    _exit(127);
  }
  int status = 0;
  checked(waitpid(pid, &status, 0), "waitpid");
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), output.text(), error.text()};
}

}  // namespace sws
