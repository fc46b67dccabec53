// The files of Linux about control groups, as a test wants them.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "backend/process/control_groups.hpp"
#include "tests/support/temporary_directory.hpp"

namespace sws {

// A machine whose control groups are files in a directory of the test.
class CgroupMachine {
 public:
  void is_in(const std::string& membership) { write("cgroup", membership); }
  void mounts(const std::string& root, const std::string& directory, const std::string& type_and_options) {
    mounts_ += "36 35 0:30 " + root + " " + path(directory) + " rw,nosuid shared:9 - " + type_and_options + "\n";
    write("mountinfo", mounts_);
  }
  void write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name)) << text;
  }
  CgroupFiles files() const { return {path("cgroup"), path("mountinfo")}; }

 private:
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }

  TemporaryDirectory directory_;
  std::string mounts_;
};

}  // namespace sws
