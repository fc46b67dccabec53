#include "frontend/stream/close_reason.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(CloseReason, TellsAServerThatIsGoneFromOneThatWasNeverReached) {
  EXPECT_EQ(close_reason(1006, "", true), "the connection was lost (1006)");
  EXPECT_EQ(close_reason(1006, "", false), "the server cannot be reached (1006)");
}

TEST(CloseReason, NamesAServerThatShutsDown) {
  EXPECT_EQ(close_reason(1001, "restarting", true), "the server is shutting down (1001)");
}

TEST(CloseReason, GivesAnyOtherCodeWithTheServersReasonIfThereIsOne) {
  EXPECT_EQ(close_reason(1008, "too many", true), "the connection was closed with code 1008: too many");
  EXPECT_EQ(close_reason(4000, "", true), "the connection was closed with code 4000");
}

TEST(CloseReason, IsOneLineWithoutCharactersThatSteerTheDisplay) {
  EXPECT_EQ(close_reason(4000, "so\nit \u202eis", true), "the connection was closed with code 4000: so it is");
  EXPECT_EQ(close_reason(4000, "\u202e", true), "the connection was closed with code 4000");
}

}  // namespace
}  // namespace sws
