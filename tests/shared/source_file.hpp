// Reads files of the source tree at run time. In Wasm that works through Node's file system.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace sws {

// Returns the text of the file at `path`, seen from the top of the tree. If it cannot be read, the test fails and
// the result is empty.
inline std::string source_file(const std::string& path) {
  std::ifstream file(SIMPLEWEBSOCKET_SOURCE_DIR "/" + path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || text.str().empty()) ADD_FAILURE() << "cannot read " << path;
  return text.str();
}

}  // namespace sws
