// What this program was made of, for /metrics. Any thread.
#pragma once

#include "backend/admin/families.hpp"

namespace sws {

// The labels of build_info: the version, the commit if it is known, and the versions of Boost and of the OpenSSL
// that the process has loaded.
Labels build_labels();

}  // namespace sws
