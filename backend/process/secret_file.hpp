// The cluster's secret, from the file that all its servers share.
#pragma once

#include <boost/system/result.hpp>
#include <string>

#include "shared/bytes.hpp"

namespace sws {

// Takes 32 bytes, or 64 hexadecimal digits and at most a line end. Refuses a file that others than its owner may
// read or write. The error names the file, what is wrong and the way out.
boost::system::result<Secret, std::string> read_secret_file(const std::string& path);

}  // namespace sws
