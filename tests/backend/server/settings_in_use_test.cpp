#include "backend/server/settings_in_use.hpp"

#include <gtest/gtest.h>

#include "backend/server/connections_in_memory.hpp"

namespace sws {
namespace {

constexpr std::uint64_t kSmall = 7 << 20;  // bytes; for fewer connections than any open-file limit

std::uint32_t total_of(std::uint32_t wanted, std::optional<std::uint64_t> memory) {
  AdmissionLimits limits;
  limits.connections = wanted;
  return with_total(limits, Options(), memory).connections;
}

TEST(MaxConnections, FollowTheMemoryLimitIfNoNumberIsWanted) {
  EXPECT_EQ(total_of(0, kSmall), connections_in_memory(kSmall, Options()));
  EXPECT_GT(total_of(0, std::nullopt), total_of(0, kSmall));
}

TEST(MaxConnections, AreNoMoreThanTheOpenFileLimitAllows) {
  EXPECT_LT(total_of(0, UINT64_MAX), raise_open_file_limit());
  EXPECT_EQ(total_of(UINT32_MAX, UINT64_MAX), total_of(0, std::nullopt));
}

TEST(MaxConnections, AreThoseThatTheOperatorWantsEvenIfMemoryIsScarce) {
  const std::uint32_t enough_for = connections_in_memory(kSmall, Options());
  EXPECT_EQ(total_of(enough_for - 1, kSmall), enough_for - 1);
  EXPECT_EQ(total_of(enough_for + 1, kSmall), enough_for + 1);
}

}  // namespace
}  // namespace sws
