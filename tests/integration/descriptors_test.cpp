// When the process has no file descriptor left (EMFILE), who is connected stays so, and who waits is served later.
#include <gtest/gtest.h>

#include <memory>

#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"

namespace sws {
namespace {

TEST(OutOfFileDescriptors, StreamsGoOnAndThoseWhoWaitAreServedOnceThereIsRoom) {
  Server server({"--interval-ms", "10", "--threads", "2", "--count", "1000000"});
  StreamClient early(server.port());
  early.next_number();
  constexpr std::size_t kRoom = 6;
  server.process().limit_open_files(server.process().open_files() + kRoom);

  std::vector<std::unique_ptr<RawConnection>> crowd;  // the kernel takes them all; the server cannot
  for (std::size_t i = 0; i < 4 * kRoom; ++i) {
    crowd.push_back(std::make_unique<RawConnection>(server.port()));
    crowd.back()->send(upgrade_request());
  }
  for (int i = 0; i < 20; ++i) early.next_number();

  RawConnection late(server.port());
  late.send(request("GET /"));
  for (int i = 0; i < 20; ++i) early.next_number();
  crowd.clear();
  EXPECT_EQ(late.receive_response().result_int(), 200u);
  for (int i = 0; i < 20; ++i) early.next_number();
}

}  // namespace
}  // namespace sws
