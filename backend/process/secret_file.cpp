#include "backend/process/secret_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>

#include "backend/process/file_descriptor.hpp"
#include "shared/hex.hpp"

namespace sws {

boost::system::result<Secret, std::string> read_secret_file(const std::string& path) {
  const std::string file = "the secret file '" + path + "' ";
  const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  struct stat about {};
  if (fd.get() < 0 || fstat(fd.get(), &about) != 0) return file + "cannot be read: " + std::strerror(errno);
  if (!S_ISREG(about.st_mode)) return file + "is not a regular file";
  // A file that belongs to root and is readable for us was lent to us, through its group or an access control list.
  // LoadCredential= of systemd does this, and its lists show up as the group's permissions (acl(5)).
  const bool is_lent = about.st_uid == 0 && geteuid() != 0;
  const mode_t too_open = is_lent ? S_IWGRP | S_IXGRP | S_IRWXO : S_IRWXG | S_IRWXO;
  if ((about.st_mode & too_open) != 0) {
    return file +
           "is open to users other than its owner: chmod 600 it, and make a new secret if others may have read it";
  }
  std::array<char, 2 * sizeof(Secret) + 3>
      bytes;  // two digits per byte, a line end, and one byte to detect longer files
  const ssize_t size = ::read(fd.get(), bytes.data(), bytes.size());
  if (size < 0) return file + "cannot be read: " + std::strerror(errno);

  std::string text(bytes.data(), static_cast<std::size_t>(size));
  Secret secret;
  if (text.size() == secret.size()) {
    std::copy(text.begin(), text.end(), secret.begin());
    return secret;
  }
  text.erase(text.find_last_not_of("\r\n") + 1);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (!is_hex_of<Secret>(text)) {
    return file + "does not hold 32 bytes or 64 hexadecimal digits: make one with 'head -c 32 /dev/urandom'";
  }
  return from_hex<Secret>(text);
}

}  // namespace sws
