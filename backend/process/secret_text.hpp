// Reads a secret that clients send as text, such as a bearer token. Main thread, at the start and on reload.
#pragma once

#include <boost/system/result.hpp>
#include <string>

namespace sws {

struct SecretText {
  SecretText() = default;  // so that a text does not convert to a SecretText

  std::string text;
};

// The file contains 16 to 512 characters that a bearer token may have (RFC 6750 §2.1: letters, digits and -._~+/=),
// and an optional line end. It is refused if it is not private (private_file.hpp). The error names the file, says
// what is wrong and how to fix it.
boost::system::result<SecretText, std::string> read_secret_text(const std::string& path);

}  // namespace sws
