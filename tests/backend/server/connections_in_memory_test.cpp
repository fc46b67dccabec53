#include "backend/server/connections_in_memory.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

constexpr std::uint64_t kMiB = 1 << 20;

Options with_threads(unsigned threads) {
  Options options;
  options.threads = threads;
  return options;
}

// Such a container was killed at 6,400 viewers.
TEST(ConnectionsInMemory, AreFewerThanFilledAContainerOf32MiB) {
  const std::uint32_t connections = connections_in_memory(32 * kMiB, with_threads(2));
  EXPECT_GT(connections, 4'000u);
  EXPECT_LT(connections, 5'000u);
}

TEST(ConnectionsInMemory, AreFewerWithMoreThreadsAndWithHistories) {
  const Options two = with_threads(2);
  EXPECT_LT(connections_in_memory(64 * kMiB, with_threads(8)), connections_in_memory(64 * kMiB, two));
  Options pushed = two;
  pushed.settings.history = 1'000'000;
  EXPECT_EQ(connections_in_memory(64 * kMiB, pushed), connections_in_memory(64 * kMiB, two));
  pushed.settings.channels.push_back({.name = "temperature", .source = ChannelSource::push});
  EXPECT_EQ(connections_in_memory(64 * kMiB + 32'000'000, pushed), connections_in_memory(64 * kMiB, two));
}

TEST(ConnectionsInMemory, AreAtLeastOneAndFitTheirType) {
  EXPECT_EQ(connections_in_memory(0, with_threads(2)), 1u);
  EXPECT_EQ(connections_in_memory(UINT64_MAX, with_threads(2)), UINT32_MAX);
}

}  // namespace
}  // namespace sws
