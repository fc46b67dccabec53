// The kernel's figures for this process, under the names that all programs have for them. Any thread.
#pragma once

#include <string>

#include "backend/admin/families.hpp"

namespace sws {

// Adds the metrics of the process that the kernel shows in `folder`. A value that cannot be read has no metric.
void add_process(Families& families, const std::string& folder = "/proc/self");

}  // namespace sws
