// A file that only its owner may read, with a secret or what a test puts there; gone with the test.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace sws {

class SecretFile {
 public:
  explicit SecretFile(std::string_view content = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                      mode_t mode = 0600) {
    std::string pattern = (std::filesystem::temp_directory_path() / "secret-XXXXXX").string();
    ::close(mkstemp(pattern.data()));
    path_ = pattern;
    std::ofstream(path_, std::ios::binary) << content;
    chmod(path_.c_str(), mode);
  }
  SecretFile(SecretFile&&) = delete;
  ~SecretFile() { std::filesystem::remove(path_); }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace sws
