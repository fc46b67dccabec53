// The metric that names the commit and the versions of the libraries of this program. Any thread.
#pragma once

#include "backend/admin/families.hpp"

namespace sws {

// The labels of build_info: the version, the commit if it is known, and the versions of Boost and of the OpenSSL
// that the process has loaded.
Labels build_labels();

}  // namespace sws
