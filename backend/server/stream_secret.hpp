// Decides which secret signs the streams, at the start and on reload. Main thread.
#pragma once

#include <string>

#include "backend/config/options.hpp"

namespace sws {

struct StreamSecret {
  Secret secret{};
  std::string source;   // for the log: the path of the file, or "this run"
  std::string warning;  // why streams will not outlive the process although that was wanted, or empty
};

// `running` is the secret in use, or null at the start. It stays in use if the options do not provide another one.
StreamSecret choose_secret(const Options& options, const StreamSecret* running);

}  // namespace sws
