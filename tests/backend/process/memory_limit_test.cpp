#include "backend/process/memory_limit.hpp"

#include <gtest/gtest.h>

#include "tests/backend/process/cgroup_machine.hpp"

namespace sws {
namespace {

constexpr const char* kNoLimitOfVersion1 = "9223372036854771712\n";

TEST(MemoryLimit, IsTheSmallestOfTheGroupAndItsParents) {
  CgroupMachine machine;
  machine.mounts("/", "fs", "cgroup2 cgroup2 rw,nsdelegate");
  machine.is_in("0::/a/b\n");
  EXPECT_EQ(memory_limit(machine.files()), std::nullopt);
  machine.write("fs/a/b/memory.max", "max\n");
  EXPECT_EQ(memory_limit(machine.files()), std::nullopt);
  machine.write("fs/a/memory.max", "67108864\n");
  EXPECT_EQ(memory_limit(machine.files()), 67'108'864u);
  machine.write("fs/a/b/memory.max", "33554432\n");
  EXPECT_EQ(memory_limit(machine.files()), 33'554'432u);
  machine.write("fs/memory.max", "1048576\n");  // the root of a container is the group of the container
  EXPECT_EQ(memory_limit(machine.files()), 1'048'576u);
}

TEST(MemoryLimit, IsThatOfTheMemoryControllerInVersion1) {
  CgroupMachine machine;
  machine.mounts("/", "cpu", "cgroup cgroup rw,cpu,cpuacct");
  machine.mounts("/docker/abc", "memory", "cgroup cgroup rw,memory");
  machine.is_in("5:memory:/docker/abc\n4:cpu,cpuacct:/other\n0::/\n");
  machine.write("cpu/other/memory.limit_in_bytes", "1\n");
  machine.write("memory/memory.limit_in_bytes", kNoLimitOfVersion1);
  EXPECT_EQ(memory_limit(machine.files()), std::nullopt);
  machine.write("memory/memory.limit_in_bytes", "33554432\n");
  EXPECT_EQ(memory_limit(machine.files()), 33'554'432u);
}

TEST(MemoryLimit, IsNoneIfTheFileSaysNothingOfUse) {
  CgroupMachine machine;
  machine.mounts("/", "fs", "cgroup2 cgroup2 rw");
  machine.is_in("0::/\n");
  for (const char* text : {"", "-1", "12x", "99999999999999999999"}) {
    machine.write("fs/memory.max", text);
    EXPECT_EQ(memory_limit(machine.files()), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sws
