#include "backend/server/stream_secret.hpp"

#include <unistd.h>

#include "backend/process/entropy.hpp"
#include "backend/process/kept_secret.hpp"

namespace sws {
namespace {

constexpr const char* kThisRun = "this run";
constexpr const char* kWayOut =
    "; streams will not outlive this process: give a --secret-file, or off to accept it";

constexpr const char* kRestart = "; the server keeps its secret, and the next start has another one";

}  // namespace

StreamSecret choose_secret(const Options& options, const StreamSecret* running) {
  if (options.secret_source == SecretSource::file) return {*options.secrets, options.secret_files, ""};
  std::string warning;
  if (options.secret_source == SecretSource::kept) {
    if (options.kept_secret_path.empty()) {
      warning = std::string("the environment names no directory for it (STATE_DIRECTORY, XDG_STATE_HOME, HOME)");
    } else {
      // A file that was deleted meanwhile is no reason to end the streams.
      const bool is_deleted = running && running->source == options.kept_secret_path &&
                              ::access(options.kept_secret_path.c_str(), F_OK) != 0;
      if (is_deleted) {
        return {running->secrets, running->source,
                "the file '" + options.kept_secret_path + "' is gone" + kRestart};
      }
      const auto kept = keep_secret(options.kept_secret_path);
      if (kept) return {*kept, options.kept_secret_path, ""};
      warning = kept.error();
    }
  }
  if (options.secret_source == SecretSource::none && running && running->source != kThisRun) {
    warning = "secret-file is off now";
  }
  if (running) return {running->secrets, running->source, warning.empty() ? "" : warning + kRestart};
  return {random_secret(), kThisRun, warning.empty() ? "" : warning + kWayOut};
}

}  // namespace sws
