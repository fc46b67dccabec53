// Files of the source tree that tests read at run time, natively and (through Node's file system) in Wasm.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace sws {

// `path` from the top of the tree; empty, and the test has failed, if the file cannot be read.
inline std::string source_file(const std::string& path) {
  std::ifstream file(SIMPLEWEBSOCKET_SOURCE_DIR "/" + path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || text.str().empty()) ADD_FAILURE() << "cannot read " << path;
  return text.str();
}

}  // namespace sws
