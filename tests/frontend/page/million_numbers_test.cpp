// A million numbers, as many as a stream can have: what the page shows and draws of them stays small.
#include <algorithm>

#include "tests/frontend/page/page_fixture.hpp"

namespace sws {
namespace {

class MillionNumbersTest : public PageTest {
 protected:
  static constexpr std::uint32_t kCount = 1'000'000;

  // The server's number n, which is not verified before the end of so long a stream.
  static std::int32_t number(std::uint32_t n) { return static_cast<std::int32_t>(n % 101); }

  void open_long() {
    server.parameters = {.min = 0, .max = 100, .interval_ms = 10, .count = kCount};
    open();
    say(server.hello());
    say(server.started());
  }
  // The numbers up to `end`, in runs of the greatest size that a frame may have.
  void receive_until(std::uint32_t end) {
    while (next_ < end) {
      Numbers run{.seq = next_, .messages = {}, .keys = {}};
      while (run.messages.size() < kMaxNumbersPerFrame && next_ < end) run.messages.push_back(number(next_++));
      say(encode(run));
    }
  }
  std::size_t rows() const {
    const std::string text = page.number_rows();
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }

 private:
  std::uint32_t next_ = 0;
};

TEST_F(MillionNumbersTest, AreAllCountedAndOnlyTheNewestAreShown) {
  open_long();
  receive_until(kCount);
  EXPECT_EQ(page.numbers().shown(), kCount);
  EXPECT_EQ(view().number, std::to_string(number(kCount - 1)));
  EXPECT_EQ(view().line_size, 12'001u);  // two minutes
  EXPECT_EQ(view().line_sight, "The last 2 minutes");
  EXPECT_LE(page.numbers().line(300, 4).line.size(), 2 * 301u);
  EXPECT_EQ(page.numbers().histogram()->bars.size(), 20u);
  EXPECT_EQ(rows(), NumbersDisplay::kTableRows);
  const std::string frames = page.frames().rows();
  EXPECT_EQ(std::count(frames.begin(), frames.end(), '\n'), std::ptrdiff_t{FrameLog::kMostFrames});
}

TEST_F(MillionNumbersTest, AreAllInTheFileAndTheFileHasNoRoomToSpare) {
  open_long();
  receive_until(kCount);
  const std::string file = page.csv();
  EXPECT_EQ(std::count(file.begin(), file.end(), '\n'), kCount + 1);
  EXPECT_TRUE(file.ends_with("\r\n1000000," + std::to_string(number(kCount - 1)) + "\r\n"));
  EXPECT_LT(file.capacity(), file.size() * 5 / 4);
  const std::string alone = page.numbers_alone();
  EXPECT_EQ(std::count(alone.begin(), alone.end(), '\n'), kCount);
}

TEST_F(MillionNumbersTest, AreReadOneByOne) {
  open_long();
  receive_until(kCount);
  page.read_line(12'000, now);
  EXPECT_TRUE(view().line_reading.ends_with(": " + std::to_string(number(kCount - 1)))) << view().line_reading;
  page.read_line_at(0, now);
  EXPECT_EQ(view().line_index, 0u);
  EXPECT_TRUE(view().line_reading.ends_with(": " + std::to_string(number(kCount - 12'001)))) << view().line_reading;
}

}  // namespace
}  // namespace sws
