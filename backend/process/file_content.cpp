#include "backend/process/file_content.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "backend/process/file_descriptor.hpp"

namespace sws {
namespace {

constexpr std::chrono::milliseconds kPipeDeadline{5'000};  // a shell's <(command) delivers at once

std::string cannot_be_read(int error) {
  return std::string("cannot be read: ") + std::strerror(error);
}

// Like read(2), but waits for the writer of a pipe until `deadline`.
ssize_t read_until(int fd, char* into, std::size_t size, std::chrono::steady_clock::time_point deadline) {
  for (;;) {
    const ssize_t got = ::read(fd, into, size);
    if (got >= 0 || errno != EAGAIN) return got;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd waiting{fd, POLLIN, 0};
    if (left.count() <= 0 || poll(&waiting, 1, static_cast<int>(left.count())) == 0) {
      errno = ETIMEDOUT;
      return -1;
    }
  }
}

// Nothing, or why a file of this mode is not read.
std::string wrong_kind(mode_t mode, FileKind kind) {
  if (S_ISREG(mode) || (S_ISFIFO(mode) && kind == FileKind::regular_or_pipe)) return "";
  return S_ISDIR(mode) ? "is a directory, not a file" : "is not a regular file";
}

}  // namespace

std::string read_to_end(const std::function<ssize_t(char* into, std::size_t size)>& read, std::size_t most,
                        std::string& bytes) {
  std::array<char, 4'096> block;
  for (;;) {
    const ssize_t got = read(block.data(), block.size());
    if (got == 0) return "";
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_be_read(errno);
    bytes.append(block.data(), static_cast<std::size_t>(got));
    if (bytes.size() > most) return "is larger than the " + std::to_string(most) + " bytes that it may have";
  }
}

boost::system::result<FileContent, std::string> read_whole_file(const std::string& path, std::size_t most,
                                                                FileKind kind) {
  if (path.find('\0') != std::string::npos) return std::string("has a name with a zero byte, which no file has");
  const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  FileContent content;
  if (fd.get() < 0 || fstat(fd.get(), &content.about) != 0) return cannot_be_read(errno);
  if (std::string wrong = wrong_kind(content.about.st_mode, kind); !wrong.empty()) return wrong;
  struct statvfs file_system {};
  content.is_read_only = fstatvfs(fd.get(), &file_system) == 0 && (file_system.f_flag & ST_RDONLY) != 0;
  const auto deadline = std::chrono::steady_clock::now() + kPipeDeadline;
  const auto read = [&](char* into, std::size_t size) { return read_until(fd.get(), into, size, deadline); };
  if (std::string error = read_to_end(read, most, content.bytes); !error.empty()) return error;
  return content;
}

}  // namespace sws
