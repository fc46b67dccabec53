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

TEST(SampleWindow, MayBeginAnywhere) {
  SampleWindow window(4);
  window.begin_at(17);
  EXPECT_EQ(window.first(), 17u);
  window.append(samples(17, 23));
  EXPECT_EQ(window.first(), 19u);
  EXPECT_EQ(window.run(19, 4), samples(19, 23));
  window.begin_at(3);
  EXPECT_EQ(window.first(), 3u);
  EXPECT_EQ(window.next(), 3u);
  window.append(samples(3, 8));
  EXPECT_EQ(window.run(4, 4), samples(4, 8));
}

TEST(SampleWindow, KnowsWhichPositionsHaveNoSample) {
  SampleWindow window(8);
  window.append(samples(0, 2));
  window.skip_to(4);
  window.append(samples(4, 6));
  window.skip_to(7);
  EXPECT_EQ(window.first(), 0u);
  EXPECT_EQ(window.next(), 7u);
  const std::uint64_t found[] = {0, 1, 4, 4, 4, 5, 7, 7};
  for (std::uint64_t seq = 0; seq <= 7; ++seq) EXPECT_EQ(window.sample_from(seq), found[seq]) << seq;
  EXPECT_EQ(window.run(0, 7), samples(0, 2));
  EXPECT_EQ(window.run(4, 3), samples(4, 6));
  EXPECT_EQ(window.run(2, 3), std::vector<Sample>());
  window.append(samples(7, 15));
  EXPECT_EQ(window.sample_from(7), 7u);
  EXPECT_EQ(window.run(7, 8), samples(7, 15));
}

TEST(SampleWindow, SkipsMoreThanItHolds) {
  SampleWindow window(4);
  window.append(samples(0, 3));
  window.skip_to(7);
  EXPECT_EQ(window.first(), 7u);
  EXPECT_EQ(window.next(), 7u);
  window.append(samples(7, 8));
  EXPECT_EQ(window.run(7, 1), samples(7, 8));
}

}  // namespace
}  // namespace sws
