// A stream that begins on one server and goes on at another one with the same secret: its numbers verify under the
// roots that the first server sent, wherever the viewer changes over.
#include <gtest/gtest.h>

#include <memory>

#include "tests/integration/secret_file.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/verified_client.hpp"

namespace sws {
namespace {

constexpr std::uint32_t kCount = 50;

class NodeChange : public testing::Test {
 protected:
  // A viewer of a stream that `first_` has begun.
  std::unique_ptr<VerifiedClient> begun(std::uint32_t count) const {
    auto viewer = std::make_unique<VerifiedClient>(first_.port(), "&count=" + std::to_string(count));
    viewer->start(R"("interval_ms":10)");
    return viewer;
  }

  SecretFile secret_;
  Server first_{{"--secret-file", secret_.path()}};
  Server second_{{"--secret-file", secret_.path()}};
};

// At the borders of the segments of 16 numbers, and between them. A server that fell behind sends several numbers
// in one message, and the viewer then changes over at the last of them.
TEST_F(NodeChange, AnywhereInTheStreamLeavesItWholeAndProven) {
  for (const std::uint32_t at : {0u, 1u, 8u, 15u, 16u, 17u, 31u, 33u, 49u, 50u}) {
    auto viewer = begun(kCount);
    viewer->read_numbers(at);
    SCOPED_TRACE(viewer->numbers().size());
    VerifiedClient resumed(second_.port(), "&resume", viewer->stream());
    viewer.reset();
    ASSERT_TRUE(resumed.resume());
    resumed.read_to_the_end();
    ASSERT_TRUE(resumed.end());
    EXPECT_EQ(resumed.end()->reason, EndReason::complete);
    EXPECT_EQ(resumed.numbers().size(), kCount);
  }
}

TEST_F(NodeChange, BackAndForthLeavesAStreamWithoutRootsWholeToo) {
  WatchedStream stream = begun(5'000)->stream();
  for (const std::uint16_t port : {second_.port(), first_.port(), second_.port()}) {
    VerifiedClient viewer(port, "&resume", stream);
    ASSERT_TRUE(viewer.resume());
    viewer.read_numbers(stream.numbers().size() + 7);
    stream = viewer.stream();
  }
  VerifiedClient last(first_.port(), "&resume", stream);
  ASSERT_TRUE(last.resume());
  last.stop();
  last.read_to_the_end();
  ASSERT_TRUE(last.end());
  EXPECT_GE(last.numbers().size(), 21u);
}

// A stop does not take the token back: the viewer may still go on.
TEST_F(NodeChange, AfterAStopTheStreamGoesOnUnderTheSameRoots) {
  auto viewer = begun(kCount);
  viewer->read_numbers(20);
  const WatchedStream before = viewer->stream();
  viewer->stop();
  viewer->read_to_the_end();
  ASSERT_TRUE(viewer->end());
  EXPECT_EQ(viewer->end()->reason, EndReason::stopped);
  for (const std::uint16_t port : {first_.port(), second_.port()}) {
    VerifiedClient resumed(port, "&resume", before);
    ASSERT_TRUE(resumed.resume());
    resumed.read_to_the_end();
    ASSERT_TRUE(resumed.end());
    EXPECT_EQ(resumed.end()->reason, EndReason::complete);
    EXPECT_EQ(resumed.numbers().size(), kCount);
  }
}

// An address without "&resume" gets an offer, which the viewer need not take.
TEST_F(NodeChange, IsAlsoPossibleForAViewerThatWasOfferedAnotherStream) {
  auto viewer = begun(kCount);
  viewer->read_numbers(20);
  VerifiedClient resumed(second_.port(), "", viewer->stream());
  ASSERT_TRUE(resumed.resume());
  resumed.read_to_the_end();
  EXPECT_EQ(resumed.numbers().size(), kCount);
}

}  // namespace
}  // namespace sws
