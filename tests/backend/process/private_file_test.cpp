#include "backend/process/private_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace sws {
namespace {

constexpr uid_t kRoot = 0;
constexpr uid_t kStranger = 12'345;

FileContent file_of(uid_t owner, gid_t group, mode_t mode, bool is_read_only) {
  FileContent file;
  file.about.st_uid = owner;
  file.about.st_gid = group;
  file.about.st_mode = S_IFREG | mode;
  file.is_read_only = is_read_only;
  return file;
}

bool is_taken(const FileContent& file, bool group_may_read = false) {
  return refusal_of_private_file(file, group_may_read, "secret").empty();
}

TEST(PrivateFileTest, OfOurOwnIsOpenToNobodyElse) {
  for (const mode_t mode : {0600u, 0400u}) EXPECT_TRUE(is_taken(file_of(geteuid(), getegid(), mode, false)));
  for (const mode_t mode : {0640u, 0604u, 0644u, 0660u, 0602u, 0620u, 0777u}) {
    EXPECT_FALSE(is_taken(file_of(geteuid(), getegid(), mode, false))) << std::oct << mode;
  }
}

TEST(PrivateFileTest, OfAKeyMayBeReadByItsGroup) {
  EXPECT_TRUE(is_taken(file_of(geteuid(), getegid(), 0640, false), true));
  for (const mode_t mode : {0644u, 0660u, 0604u}) {
    EXPECT_FALSE(is_taken(file_of(geteuid(), getegid(), mode, false), true)) << std::oct << mode;
  }
}

// Docker mounts secrets with mode 0444, Kubernetes with 0644, or 0640 for the group of fsGroup. A mode on a
// read-only mount cannot be changed.
TEST(PrivateFileTest, IsTakenAsAContainerPlatformMountsIt) {
  for (const mode_t mode : {0400u, 0440u, 0444u, 0640u, 0644u}) {
    for (const uid_t owner : {kRoot, kStranger, geteuid()}) {
      EXPECT_TRUE(is_taken(file_of(owner, kStranger, mode, true))) << owner << " " << std::oct << mode;
      EXPECT_TRUE(is_taken(file_of(owner, kStranger, mode, true), true)) << owner << " " << std::oct << mode;
    }
  }
}

TEST(PrivateFileTest, IsRefusedWhereverStrangersCanWriteIt) {
  for (const bool is_read_only : {false, true}) {
    for (const mode_t mode : {0602u, 0646u, 0666u, 0620u, 0664u}) {
      EXPECT_FALSE(is_taken(file_of(kRoot, kStranger, mode, is_read_only))) << std::oct << mode;
      EXPECT_FALSE(is_taken(file_of(kRoot, kStranger, mode, is_read_only), true)) << std::oct << mode;
    }
  }
}

TEST(PrivateFileTest, ThatRootOwnsMayBeWrittenByOurGroupOnlyIfWeCannotChangeThat) {
  EXPECT_TRUE(is_taken(file_of(kRoot, getegid(), 0660, true)));
  EXPECT_FALSE(is_taken(file_of(kStranger, getegid(), 0660, true)));
}

TEST(PrivateFileTest, IsRefusedWithAWayOutOnTheMachineAndInAContainer) {
  const std::string why = refusal_of_private_file(file_of(geteuid(), getegid(), 0644, false), false, "secret");
  for (const char* part : {"chmod 600", "make a new secret", "defaultMode", "mode: 0400"}) {
    EXPECT_NE(why.find(part), std::string::npos) << why;
  }
}

}  // namespace
}  // namespace sws
