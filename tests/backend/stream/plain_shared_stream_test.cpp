#include "backend/stream/plain_shared_stream.hpp"

#include "tests/backend/stream/shared_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class PlainSharedStreamTest : public SharedStreamTest {
 protected:
  std::string text(std::uint64_t n) { return "{\"message\": " + std::to_string(server_.number(n)) + "}"; }

  PlainSharedStream stream_{outlet_, settings_, channel_, catch_up_};
};

TEST_F(PlainSharedStreamTest, BeginsWithTheNumberThatIsDueNowAndGoesOnWithoutAnEnd) {
  stream_.on_open();
  EXPECT_EQ(outlet_.take_texts(), std::vector{text(kNow)});
  for (std::uint64_t n = kNow + 1; n < kNow + 1'200; ++n) {
    ticker_.advance(1s);
    ASSERT_EQ(outlet_.take_texts(), std::vector{text(n)});
  }
}

TEST_F(PlainSharedStreamTest, NothingThatTheViewerSaysHasAnEffect) {
  stream_.on_open();
  outlet_.take_texts();
  stream_.on_message("{\"type\":\"stop\"}", true);
  ticker_.advance(1s);
  EXPECT_EQ(outlet_.take_texts(), std::vector{text(kNow + 1)});
}

TEST_F(PlainSharedStreamTest, AViewerWhoReadsSlowlyGetsAllNumbers) {
  stream_.on_open();
  outlet_.take_texts();
  outlet_.next_status = SendStatus::blocked;
  ticker_.advance(3s);
  outlet_.next_status = SendStatus::sent;
  stream_.on_writable();
  EXPECT_EQ(outlet_.take_texts(), (std::vector{text(kNow + 1), text(kNow + 2), text(kNow + 3)}));
}

}  // namespace
}  // namespace sws
