// Reads a whole file and says why reading ended, so that a file that cannot be read is never taken for an empty
// one. Any thread; reading a pipe waits for its writer, for a few seconds at most.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <boost/system/result.hpp>
#include <cstddef>
#include <functional>
#include <string>

namespace sws {

struct FileContent {
  FileContent() = default;  // so that a text does not convert to a FileContent

  std::string bytes;
  struct stat about {};       // of the file that was read, which symbolic links may lead to
  bool is_read_only = false;  // the file is on a file system that is mounted read-only
};

enum class FileKind { regular, regular_or_pipe };

// `most` is the largest allowed size in bytes. The error is the second half of a sentence about the file, such as
// "cannot be read: Permission denied" or "is a directory, not a file".
boost::system::result<FileContent, std::string> read_whole_file(const std::string& path, std::size_t most,
                                                                FileKind kind = FileKind::regular);

// The part of read_whole_file() that reads. It calls `read`, which behaves like read(2), until the end, and appends
// to `bytes`. Returns nothing, or an error as read_whole_file() has it.
std::string read_to_end(const std::function<ssize_t(char* into, std::size_t size)>& read, std::size_t most,
                        std::string& bytes);

}  // namespace sws
