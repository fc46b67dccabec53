#include "backend/process/kept_secret.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "backend/process/entropy.hpp"
#include "backend/process/environment.hpp"
#include "backend/process/file_descriptor.hpp"
#include "backend/process/secret_file.hpp"

namespace sws {
namespace {

constexpr const char* kFolder = "/simplewebsocket";
constexpr const char* kFile = "/secret";

std::string directory_of(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

// 0 or errno. Existing directories keep their mode.
int make_directories(const std::string& path) {
  int error = 0;
  for (std::size_t end = 0; end != std::string::npos;) {
    end = path.find('/', end + 1);
    error = mkdir(path.substr(0, end).c_str(), 0700) == 0 || errno == EEXIST ? 0 : errno;
  }
  struct stat about {};
  if (stat(path.c_str(), &about) != 0) return error == 0 ? errno : error;
  return S_ISDIR(about.st_mode) ? 0 : ENOTDIR;
}

bool write_all(int fd, const Secret& secret) {
  std::size_t written = 0;
  while (written < secret.size()) {
    const ssize_t size = ::write(fd, secret.data() + written, secret.size() - written);
    if (size < 0 && errno != EINTR) return false;
    if (size > 0) written += static_cast<std::size_t>(size);
  }
  return fsync(fd) == 0;
}

// Gives the file its final name unless there is one already. Some file systems have no link(2), others no
// RENAME_NOREPLACE.
bool publish(const std::string& temporary, const std::string& path) {
  if (renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) return true;
  return errno != EEXIST && link(temporary.c_str(), path.c_str()) == 0;
}

// 0 or errno. 0 if another server was faster, too: then its secret is at `path`.
int store_new_secret(const std::string& path) {
  std::string temporary = path + "-XXXXXX";
  const FileDescriptor fd(mkostemp(temporary.data(), O_CLOEXEC));  // mode 0600
  if (fd.get() < 0) return errno;
  const bool is_published = write_all(fd.get(), random_secret()) && publish(temporary, path);
  const int error = is_published || errno == EEXIST ? 0 : errno;
  unlink(temporary.c_str());  // fails if it was renamed
  const FileDescriptor directory(::open(directory_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() >= 0) fsync(directory.get());  // so that the name survives a power failure
  return error;
}

bool exists(const std::string& path) {
  struct stat about {};
  return lstat(path.c_str(), &about) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

}  // namespace

std::optional<std::string> kept_secret_path(std::span<const std::string> environment) {
  const auto absolute = [&](const char* name) -> std::optional<std::string> {
    auto value = variable(environment, name);
    return value && value->starts_with('/') ? value : std::nullopt;
  };
  if (const auto directories = absolute("STATE_DIRECTORY")) {
    return directories->substr(0, directories->find(':')) + kFile;  // a unit may have several
  }
  if (const auto state = absolute("XDG_STATE_HOME")) return *state + kFolder + kFile;
  if (const auto home = absolute("HOME")) return *home + "/.local/state" + kFolder + kFile;
  return std::nullopt;
}

boost::system::result<Secret, std::string> keep_secret(const std::string& path) {
  if (!exists(path)) {
    int error = make_directories(directory_of(path));
    if (error == 0) error = store_new_secret(path);
    if (error != 0) return "the secret cannot be kept in '" + path + "': " + std::strerror(error);
  }
  return read_secret_file(path);
}

}  // namespace sws
