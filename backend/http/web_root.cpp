#include "backend/http/web_root.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "shared/hex.hpp"
#include "shared/sha256.hpp"

namespace sws {
namespace {

constexpr const char* kPage = "index.html";

// Whether every part of the path is a name: neither empty nor "." nor "..", and without a zero byte. The last part
// may be empty.
bool has_only_names(std::string_view path) {
  if (!path.starts_with('/') || path.find('\0') != std::string_view::npos) return false;
  for (path.remove_prefix(1); !path.empty();) {
    const std::size_t slash = path.find('/');
    const std::string_view name = path.substr(0, slash);
    if (name.empty() || name == "." || name == "..") return false;
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return true;
}

// A descriptor that names a file and does not open it (O_PATH), so that no pipe waits and no device notices.
FileDescriptor locate(int directory, const std::string& path) {
  return FileDescriptor(openat(directory, path.c_str(), O_PATH | O_CLOEXEC));
}

std::string link_of(const FileDescriptor& file) {
  return "/proc/self/fd/" + std::to_string(file.get());
}

// The path of an open file after all symbolic links were followed, or "" if /proc is not mounted.
std::string real_path(const FileDescriptor& file) {
  std::error_code error;
  return std::filesystem::read_symlink(link_of(file), error).string();
}

bool is_inside(const FileDescriptor& file, const FileDescriptor& root) {
  std::string parent = real_path(root);
  if (!parent.ends_with('/')) parent += '/';
  return real_path(file).starts_with(parent);
}

bool is_absent(int error) {
  return error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG || error == ELOOP;
}

WebRoot::Unreadable unreadable(int error) {
  return {std::strerror(error), error == EACCES || error == EPERM};
}

void append(std::string& text, const timespec& time) {
  text.append(":").append(std::to_string(time.tv_sec)).append(".").append(std::to_string(time.tv_nsec));
}

// The times have nanoseconds, and the time of the last change of the inode cannot be set, so that a tool which
// restores the time of the last modification does not hide a change.
std::string etag_of(const struct stat& about) {
  std::string facts =
      std::to_string(about.st_dev) + ":" + std::to_string(about.st_ino) + ":" + std::to_string(about.st_size);
  append(facts, about.st_mtim);
  append(facts, about.st_ctim);
  return "W/\"" + to_hex(sha256(facts)).substr(0, 16) + '"';
}

bool has_page(const FileDescriptor& folder) {
  const FileDescriptor page = locate(folder.get(), kPage);
  struct stat about {};
  return page.get() >= 0 && fstat(page.get(), &about) == 0 && S_ISREG(about.st_mode);
}

WebRoot::Found open_file(const FileDescriptor& located, std::string_view path) {
  auto file = std::make_shared<FileDescriptor>(
      ::open(link_of(located).c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  struct stat about {};
  if (file->get() < 0 || fstat(file->get(), &about) != 0) return unreadable(errno);
  return WebFile{std::move(file), std::string(path), static_cast<std::uint64_t>(about.st_size), etag_of(about)};
}

}  // namespace

WebRoot::Found WebRoot::find(std::string_view path) const {
  if (!has_only_names(path)) return Nothing();
  const bool names_folder = path.ends_with('/');
  const std::string name = std::string(path.substr(1)) + (names_folder ? kPage : "");
  const FileDescriptor root(::open(directory_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (root.get() < 0) return unreadable(errno);
  const FileDescriptor located = locate(root.get(), name);
  if (located.get() < 0 && is_absent(errno)) return Nothing();
  struct stat about {};
  if (located.get() < 0 || fstat(located.get(), &about) != 0) return unreadable(errno);
  if (real_path(located).empty()) return Unreadable{"/proc is not mounted"};
  if (!is_inside(located, root)) return Nothing();
  if (S_ISDIR(about.st_mode) && !names_folder && has_page(located)) return Folder();
  if (!S_ISREG(about.st_mode)) return Nothing();
  return open_file(located, '/' + name);
}

std::string read_part(const WebFile& file, std::uint64_t offset, std::size_t size) {
  std::string part(size, '\0');
  std::size_t length = 0;
  while (length < size) {
    const ssize_t read =
        pread(file.descriptor->get(), part.data() + length, size - length, static_cast<off_t>(offset + length));
    if (read < 0 && errno == EINTR) continue;
    if (read <= 0) break;
    length += static_cast<std::size_t>(read);
  }
  part.resize(length);
  return part;
}

}  // namespace sws
