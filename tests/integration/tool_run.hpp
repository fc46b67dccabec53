// Runs a program that reads, writes and ends: no pipe can fill, for its input and outputs are unnamed files. The
// kernel kills it if the test dies; a run that does not end is a matter for CTest's timeout.
#pragma once

#include <string>
#include <vector>

namespace sws {

struct ToolRun {
  int exit_status;  // 128 + the signal if one ended it
  std::string standard_output, standard_error;
};

ToolRun run_tool(const std::string& program, const std::vector<std::string>& arguments,
                 const std::string& standard_input = "");

}  // namespace sws
