#include "backend/process/processors.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include "tests/backend/process/cgroup_machine.hpp"

namespace sws {
namespace {

class Machine : public CgroupMachine {
 public:
  unsigned quota() const { return cgroup_processors(files()); }
  unsigned available() const { return available_processors(files()); }
};

class Version2 : public testing::Test {
 protected:
  Version2() { machine_.mounts("/", "fs", "cgroup2 cgroup2 rw,nsdelegate"); }
  Machine machine_;
};

TEST_F(Version2, HasTheQuotaOfTheOwnGroupRoundedUp) {
  machine_.is_in("0::/a/b\n");
  for (const auto& [text, processors] : {std::pair{"200000 100000\n", 2u},
                                         {"150000 100000\n", 2u},
                                         {"50000 100000\n", 1u},
                                         {"1000 100000\n", 1u},
                                         {"max 100000\n", 0u}}) {
    machine_.write("fs/a/b/cpu.max", text);
    EXPECT_EQ(machine_.quota(), processors) << text;
  }
}

TEST_F(Version2, HasTheSmallestQuotaOfTheGroupAndItsParents) {
  machine_.is_in("0::/a/b/c\n");
  machine_.write("fs/a/b/c/cpu.max", "800000 100000\n");
  machine_.write("fs/a/b/cpu.max", "max 100000\n");
  machine_.write("fs/a/cpu.max", "300000 100000\n");
  EXPECT_EQ(machine_.quota(), 3u);
  machine_.write("fs/cpu.max", "200000 100000\n");  // the root of a container is the group of the container
  EXPECT_EQ(machine_.quota(), 2u);
}

TEST_F(Version2, LooksAtTheMountIfTheGroupIsOutsideOfIt) {
  machine_.write("fs/cpu.max", "200000 100000\n");
  for (const char* group : {"0::/\n", "0::/../elsewhere\n", "0::/not/here\n"}) {
    machine_.is_in(group);
    EXPECT_EQ(machine_.quota(), 2u) << group;
  }
}

TEST_F(Version2, HasNoQuotaIfTheFilesSayNothingOfUse) {
  EXPECT_EQ(machine_.quota(), 0u);  // no membership
  machine_.is_in("nonsense\n0::/a\n");
  EXPECT_EQ(machine_.quota(), 0u);  // no cpu.max
  for (const char* text : {"", "max", "100000", "-1 100000", "100000 0", "x y", "99999999999999999999 1"}) {
    machine_.write("fs/a/cpu.max", text);
    EXPECT_EQ(machine_.quota(), 0u) << text;
  }
}

TEST(Version1, HasTheQuotaOfTheGroupOfItsCpuController) {
  Machine machine;
  machine.mounts("/", "memory", "cgroup cgroup rw,memory");
  machine.mounts("/", "cpu", "cgroup cgroup rw,cpu,cpuacct");
  machine.is_in("5:memory:/other\n4:cpu,cpuacct:/a/b\n0::/\n");
  machine.write("cpu/a/b/cpu.cfs_quota_us", "-1\n");
  machine.write("cpu/a/b/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(machine.quota(), 0u);
  machine.write("cpu/a/cpu.cfs_quota_us", "250000\n");
  machine.write("cpu/a/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(machine.quota(), 3u);
}

TEST(Version1, HasTheQuotaAtTheMountOfAContainer) {
  Machine machine;  // the container sees its own group only, and the membership is told from outside
  machine.mounts("/docker/abc", "cpu", "cgroup cgroup rw,cpu");
  machine.is_in("4:cpu:/docker/abc\n");
  machine.write("cpu/cpu.cfs_quota_us", "100000\n");
  machine.write("cpu/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(machine.quota(), 1u);
  machine.is_in("4:cpu:/docker/abc/below\n");
  machine.write("cpu/below/cpu.cfs_quota_us", "50000\n");
  machine.write("cpu/below/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(machine.quota(), 1u);
}

TEST(AvailableProcessors, AreThoseOfTheAffinity) {
  cpu_set_t before;
  ASSERT_EQ(sched_getaffinity(0, sizeof before, &before), 0);
  const Machine without_quota;
  EXPECT_EQ(without_quota.available(), static_cast<unsigned>(CPU_COUNT(&before)));
  cpu_set_t one;
  CPU_ZERO(&one);
  for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++cpu) {
    if (CPU_ISSET(cpu, &before)) CPU_SET(cpu, &one);
  }
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_EQ(without_quota.available(), 1u);
  sched_setaffinity(0, sizeof before, &before);
}

TEST(AvailableProcessors, AreNoMoreThanTheQuota) {
  Machine machine;
  machine.mounts("/", "fs", "cgroup2 cgroup2 rw");
  machine.is_in("0::/\n");
  machine.write("fs/cpu.max", "10000 100000\n");
  EXPECT_EQ(machine.available(), 1u);
}

}  // namespace
}  // namespace sws
