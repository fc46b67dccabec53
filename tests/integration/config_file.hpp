// A configuration file that is deleted with the test.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace sws {

class ConfigFile {
 public:
  explicit ConfigFile(std::string_view text) {
    std::string pattern = (std::filesystem::temp_directory_path() / "config-XXXXXX").string();
    ::close(mkstemp(pattern.data()));
    path_ = pattern;
    write(text);
  }
  ConfigFile(ConfigFile&&) = delete;
  ~ConfigFile() { std::filesystem::remove(path_); }

  void write(std::string_view text) { std::ofstream(path_) << text; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace sws
