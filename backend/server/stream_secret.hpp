// Decides which secrets the streams have, at the start and on reload. Main thread.
#pragma once

#include <string>

#include "backend/config/options.hpp"

namespace sws {

struct StreamSecret {
  Secrets secrets;
  std::string source;   // for the log: the paths of the files, or "this run"
  std::string warning;  // why streams will not outlive the process although that was wanted, or empty
};

// `running` is what is in use, or null at the start. It stays in use if the options do not provide anything else.
StreamSecret choose_secret(const Options& options, const StreamSecret* running);

}  // namespace sws
