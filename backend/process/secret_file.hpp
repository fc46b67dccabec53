// Reads the secret that all servers of a cluster share. Main thread, at the start and on reload.
#pragma once

#include <boost/system/result.hpp>
#include <string>

#include "shared/secrets.hpp"

namespace sws {

// The file contains 32 bytes, or 64 hexadecimal digits and an optional line end. It is refused if it is not private
// (private_file.hpp). The error names the file, says what is wrong and how to fix it.
boost::system::result<Secret, std::string> read_secret_file(const std::string& path);

// Twelve hexadecimal digits that tell secrets apart and do not reveal them, for logs and metrics.
std::string fingerprint_of(const Secret& secret);

// The fingerprints of all secrets, with blanks between them: that of the one that signs first.
std::string fingerprints_of(const Secrets& secrets);

}  // namespace sws
