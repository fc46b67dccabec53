// Decides from a file's owner and mode whether a secret or a key in it is private enough. Any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "backend/process/file_content.hpp"

namespace sws {

// Longer than any secret; so much of a file is read only to name its fault.
constexpr std::size_t kMaxSecretFileBytes = 4'096;

// Nothing, or the second half of a sentence about the file: why it is refused, and the way out. A file is refused
// if somebody other than its owner and the server's group can write it, or if other users can read it although its
// mode could be changed: a secret that root or a read-only mount provides, as container platforms mount it (0444,
// 0644 or 0640), is taken as it is. With `group_may_read` the group of a file of the server's own may read it.
// `what` names the content that must be replaced if others may have read it: "secret".
std::string refusal_of_private_file(const FileContent& file, bool group_may_read, std::string_view what);

}  // namespace sws
