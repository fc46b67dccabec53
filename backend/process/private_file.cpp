#include "backend/process/private_file.hpp"

#include <unistd.h>

#include <algorithm>
#include <vector>

namespace sws {
namespace {

constexpr std::string_view kMountOptions =
    "; if a container platform mounts it, set its mode there (mode: 0400 of a Docker secret, defaultMode: 0400 and "
    "fsGroup in Kubernetes)";

bool is_our_group(gid_t group) {
  if (group == getegid()) return true;
  std::vector<gid_t> groups(static_cast<std::size_t>(std::max(0, getgroups(0, nullptr))));
  const int count = getgroups(static_cast<int>(groups.size()), groups.data());
  groups.resize(static_cast<std::size_t>(std::max(0, count)));
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

}  // namespace

std::string refusal_of_private_file(const FileContent& file, bool group_may_read, std::string_view what) {
  const mode_t mode = file.about.st_mode;
  const bool is_roots = file.about.st_uid == 0;
  const bool is_changeable = !file.is_read_only && (file.about.st_uid == geteuid() || geteuid() == 0);
  const bool group_is_trusted = is_roots && !is_changeable && is_our_group(file.about.st_gid);
  const mode_t writers = static_cast<mode_t>(S_IWOTH) | (group_is_trusted ? 0 : S_IWGRP);
  const std::string way_out = std::string(": chmod ") + (group_may_read ? "640" : "600") + " it, and make a new " +
                              std::string(what) + " if others may have read it" + std::string(kMountOptions);
  if ((mode & writers) != 0) return "can be written by users other than its owner" + way_out;
  if (!is_changeable && (is_roots || file.is_read_only)) return "";
  const mode_t readers = S_IRWXO | S_IXGRP | (group_may_read ? 0 : S_IRGRP);
  return (mode & readers) != 0 ? "is open to users other than its owner" + way_out : "";
}

}  // namespace sws
