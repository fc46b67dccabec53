#include "backend/admin/process_families.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/support/temporary_directory.hpp"

namespace sws {
namespace {

using Names = std::set<std::string>;

Names names_in(const std::string& folder) {
  Families families;
  add_process(families, folder);
  Names names;
  for (const auto& family : families.take()) names.insert(family.name);
  return names;
}

const Names kAll = {"process_start_time_seconds", "process_cpu_seconds_total", "process_resident_memory_bytes",
                    "process_open_fds", "process_max_fds"};

Names without(Names names, const Names& missing) {
  for (const std::string& name : missing) names.erase(name);
  return names;
}

TEST(MetricsOfTheProcess, AreAllThereAndAboveZero) {
  Families families;
  add_process(families);
  Names names;
  for (const auto& family : families.take()) {
    names.insert(family.name);
    ASSERT_EQ(family.metric.size(), 1u);
    EXPECT_GT(family.metric[0].counter.value + family.metric[0].gauge.value, 0) << family.name;
  }
  EXPECT_EQ(names, kAll);
}

TEST(MetricsOfTheProcess, AreAbsentIfTheKernelShowsThemNowhere) {
  EXPECT_EQ(names_in("/nothing/of/this/name"),
            without(kAll, {"process_resident_memory_bytes", "process_open_fds"}));
}

TEST(MetricsOfTheProcess, AreAbsentIfAFileIsNotReadable) {
  const TemporaryDirectory empty;
  EXPECT_EQ(names_in(empty.path()), without(kAll, {"process_resident_memory_bytes", "process_open_fds"}));
}

}  // namespace
}  // namespace sws
