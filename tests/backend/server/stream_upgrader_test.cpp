#include "backend/server/stream_upgrader.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "tests/backend/loop/manual_ticker.hpp"

namespace sws {
namespace {

class StreamUpgraderTest : public testing::Test {
 protected:
  StreamUpgraderTest() { upgrader_.set_channel("some_url", random_streams()); }

  boost::asio::io_context context_;
  ManualClock clock_;
  FrameSender sender_;
  ManualTicker ticker_{clock_, sender_};
  Metrics metrics_;
  ConnectionSet connections_{context_.get_executor(), metrics_};
  StreamUpgrader upgrader_{connections_, ticker_};
};

TEST_F(StreamUpgraderTest, TheFolderOfAnAddressSaysWhatTheStreamIsSentAs) {
  for (const char* path : {"/ws/some_url/", "/ws/some_url"}) {
    EXPECT_EQ(upgrader_.stream_at(path), (StreamAddress{"some_url", Framing::websocket})) << path;
  }
  for (const char* path : {"/events/some_url/", "/events/some_url"}) {
    EXPECT_EQ(upgrader_.stream_at(path), (StreamAddress{"some_url", Framing::events})) << path;
  }
}

TEST_F(StreamUpgraderTest, OtherAddressesLeadToNoStream) {
  for (const char* path : {"/", "/ws/", "/events/", "/events", "/some_url/", "/events/other/", "/events/some_url//",
                           "/events//some_url/", "/Events/some_url/", "events/some_url/", "/events/some_url/x"}) {
    EXPECT_EQ(upgrader_.stream_at(path), std::nullopt) << path;
  }
}

TEST_F(StreamUpgraderTest, AChannelThatIsRemovedHasNoStream) {
  upgrader_.set_channel("other", random_streams());
  EXPECT_TRUE(upgrader_.stream_at("/ws/other/"));
  upgrader_.set_channel("other", nullptr);
  EXPECT_FALSE(upgrader_.stream_at("/ws/other/"));
  EXPECT_TRUE(upgrader_.stream_at("/ws/some_url/"));
}

}  // namespace
}  // namespace sws
