// The kernel's figures for this process, under the names that all programs have for them. Any thread.
#pragma once

#include <string>

#include "backend/admin/families.hpp"

namespace sws {

// What cannot be read is left out. `folder` is where the kernel shows this process.
void add_process(Families& families, const std::string& folder = "/proc/self");

}  // namespace sws
