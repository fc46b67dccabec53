// Copies of the largest embedded bodies in files that exist only in memory. The kernel sends from a file without a
// copy for each connection (sendfile(2)), and it cannot do so from the binary's own data.
#pragma once

#include <string_view>

namespace sws {

// Returns the descriptor of a file whose content is `body`, which must be one of those in embedded_files(), or −1
// if `body` is small or the kernel has no memory for the file. The first call makes all files; they stay open as
// long as the process runs. May be called from any thread.
int body_file_of(std::string_view body);

}  // namespace sws
