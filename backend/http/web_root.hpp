// The files of the directory given with --web-root. A file of it is served instead of the embedded one of the same
// path. Everything here may block, because file systems may, so it is called on the thread for blocking calls only
// (process/blocking_calls.hpp). Immutable: any number of threads may share it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "backend/process/file_descriptor.hpp"

namespace sws {

// An open regular file, as it was when it was opened. Closing may block as well (BlockingCalls::drop()).
struct WebFile {
  std::shared_ptr<const FileDescriptor> descriptor;
  std::string path;  // "/images/dial.png"
  std::uint64_t size = 0;
  std::string etag;  // weak, because it is made from the file's times and not from its content
};

class WebRoot {
 public:
  struct Nothing {};  // the directory has no file of this path that may be served
  struct Folder {};   // the path names a folder that has a page, and lacks the '/' at its end
  struct Unreadable {
    std::string reason;         // for the log
    bool is_forbidden = false;  // the server lacks the permission; otherwise a later request may succeed
  };
  using Found = std::variant<Nothing, Folder, Unreadable, WebFile>;

  explicit WebRoot(std::string directory) : directory_(std::move(directory)) {}

  // Opens the file at `path`, which is percent-decoded and starts with '/'; "/sub/" is "/sub/index.html". Only
  // regular files inside the directory are opened: devices, pipes and sockets are not, and neither is a file that
  // a symbolic link outside leads to. The directory itself may be replaced at any time.
  Found find(std::string_view path) const;

 private:
  std::string directory_;
};

// Reads up to `size` bytes at `offset`. Fewer are returned at the end of the file only, and none on an error.
std::string read_part(const WebFile& file, std::uint64_t offset, std::size_t size);

}  // namespace sws
