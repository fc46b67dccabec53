#include "tests/bench/servers/wheel.hpp"

#include <gtest/gtest.h>

namespace sws::bench {
namespace {

struct Viewer {
  Wheel<Viewer>::Place place;
};

TEST(Wheel, AMemberIsDueInItsSlotOfEachTurn) {
  Wheel<Viewer> wheel(100);
  Viewer viewer;
  wheel.join(viewer, 142);
  EXPECT_EQ(wheel.slot(142), Wheel<Viewer>::Slot{&viewer});
  EXPECT_EQ(wheel.slot(242), Wheel<Viewer>::Slot{&viewer});
  EXPECT_TRUE(wheel.slot(143).empty());
}

TEST(Wheel, WhoLeavesKeepsTheOthersInPlace) {
  Wheel<Viewer> wheel(10);
  Viewer first, second, third;
  for (Viewer* viewer : {&first, &second, &third}) wheel.join(*viewer, 7);
  wheel.leave(first);
  wheel.leave(first);
  EXPECT_EQ(wheel.slot(7), (Wheel<Viewer>::Slot{&third, &second}));
  wheel.leave(third);
  EXPECT_EQ(wheel.slot(7), Wheel<Viewer>::Slot{&second});
}

}  // namespace
}  // namespace sws::bench
