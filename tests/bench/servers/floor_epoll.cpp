// The floor: one send() per message.
#include "tests/bench/servers/floor_broadcaster.hpp"
#include "tests/bench/servers/floor_server.hpp"

namespace {

struct DirectSender {
  void send(int fd, const sws::bench::MessageFrame& frame) {
    ::send(fd, frame.bytes.data(), frame.size, MSG_DONTWAIT | MSG_NOSIGNAL);
  }
  void flush() {}
};

}  // namespace

int main(int argc, char** argv) {
  DirectSender sender;
  const auto options = sws::bench::parse_floor_options(argc, argv);
  if (options.takes_posts) sws::bench::FloorBroadcaster(options, sender).run();
  sws::bench::FloorServer(options, sender).run();
}
