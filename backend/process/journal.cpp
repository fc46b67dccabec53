#include "backend/process/journal.hpp"

#include <sys/stat.h>

#include "backend/process/environment.hpp"

namespace sws {

bool is_journal(std::span<const std::string> environment, int fd) {
  const auto stream = variable(environment, "JOURNAL_STREAM");
  struct stat file {};
  if (!stream || fstat(fd, &file) != 0) return false;
  return *stream == std::to_string(file.st_dev) + ":" + std::to_string(file.st_ino);
}

}  // namespace sws
