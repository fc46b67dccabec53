// How much memory of this process a viewer takes while nothing is said: the measure of a server with a million of
// them. The numbers are bytes on the heap, as malloc counts them.
#include <malloc.h>

#include <string>
#include <vector>

#include "backend/stream/catch_up.hpp"
#include "backend/stream/plain_stream.hpp"
#include "backend/stream/verified_stream.hpp"
#include "backend/websocket/websocket_of.hpp"
#include "tests/backend/websocket/websocket_fixture.hpp"

namespace sws {
namespace {

std::size_t heap_bytes() {
  return mallinfo2().uordblks;
}

class ViewerMemory : public WebSocketFixture {
 protected:
  void SetUp() override {
    if (heap_bytes() == 0) GTEST_SKIP() << "this process has another malloc, which does not say what is in use";
    peers_.reserve(2 * kViewers);
  }

  // Opens viewers who say this and then nothing more, and returns the bytes of each. What they share is not
  // counted.
  template <class Stream>
  std::size_t bytes_of_viewer(const StreamRequest& wanted, const std::string& said = "") {
    open_viewers<Stream>(wanted, said);
    const std::size_t before = heap_bytes();
    open_viewers<Stream>(wanted, said);
    return (heap_bytes() - before) / kViewers;
  }

 private:
  static constexpr int kViewers = 256;

  template <class Stream>
  void open_viewers(const StreamRequest& wanted, const std::string& said) {
    const auto settings = std::make_shared<const Settings>(settings_);
    for (int n = 0; n < kViewers; ++n) {
      Upgrade request = websocket_upgrade();
      request.wanted = wanted;
      connections_.adopt(std::make_unique<WebSocketOf<Stream>>(connections_, ticker_, settings, std::move(request),
                                                               catch_up_, wanted));
      proceed();
      say(said);
      ASSERT_NE(heard().find(R"("message":)"), std::string::npos);
      peers_.push_back(std::move(peer_));
    }
  }

  std::vector<FileDescriptor> peers_;
  CatchUp catch_up_{ticker_};
};

TEST_F(ViewerMemory, OfThePlainProtocolIsAKilobyte) {
  EXPECT_LE(bytes_of_viewer<PlainStream>({}), 1'100U);
}

TEST_F(ViewerMemory, OfProtocol1IsLittleMore) {
  const StreamRequest wanted{.protocol = StreamProtocol::verified};
  const std::string start = client_frame(kText, R"({"type":"start","client_seed":"seed"})");
  EXPECT_LE(bytes_of_viewer<VerifiedStream>(wanted, start), 1'250U);
}

// While a message is being read, a viewer takes 2.6 kB more, and a long message its length.
TEST_F(ViewerMemory, IsTheSameAfterMessagesAndPings) {
  const std::string ping = client_frame(kPing, "ping");
  const std::string message = client_frame(kText, std::string(3'000, 'x'));
  const std::string fragments = client_frame(kTextBegins, "x") + ping + client_frame(kEnds, "x");
  EXPECT_LE(bytes_of_viewer<PlainStream>({}, ping), 1'100U);
  EXPECT_LE(bytes_of_viewer<PlainStream>({}, message + message), 1'100U);
  EXPECT_LE(bytes_of_viewer<PlainStream>({}, ping + fragments + ping), 1'100U);
}

}  // namespace
}  // namespace sws
