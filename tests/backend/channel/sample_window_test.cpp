#include "backend/channel/sample_window.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

std::vector<Sample> samples(int from, int to) {
  std::vector<Sample> made;
  for (int i = from; i < to; ++i) made.push_back({double(i), 1000 + i});
  return made;
}

TEST(SampleWindow, IsEmptyAtFirst) {
  const SampleWindow window(4);
  EXPECT_EQ(window.first(), 0u);
  EXPECT_EQ(window.next(), 0u);
}

TEST(SampleWindow, HasAllSamplesUntilItIsFull) {
  SampleWindow window(4);
  window.append(samples(0, 3));
  EXPECT_EQ(window.first(), 0u);
  EXPECT_EQ(window.next(), 3u);
  EXPECT_EQ(window.run(0, 3), samples(0, 3));
  EXPECT_EQ(window.run(2, 1), samples(2, 3));
}

TEST(SampleWindow, HasTheNewestSamplesOnceItIsFull) {
  SampleWindow window(4);
  for (int i = 0; i < 11; ++i) {
    window.append(samples(i, i + 1));
    const int first = std::max(0, i - 3);
    EXPECT_EQ(window.first(), static_cast<std::uint64_t>(first));
    for (int from = first; from <= i; ++from) {
      for (int to = from; to <= i + 1; ++to) {
        EXPECT_EQ(window.run(static_cast<std::uint64_t>(from), static_cast<std::size_t>(to - from)),
                  samples(from, to));
      }
    }
  }
}

TEST(SampleWindow, TakesMoreAtOnceThanItHolds) {
  SampleWindow window(4);
  window.append(samples(0, 2));
  window.append(samples(2, 11));
  EXPECT_EQ(window.first(), 7u);
  EXPECT_EQ(window.run(7, 4), samples(7, 11));
}

}  // namespace
}  // namespace sws
