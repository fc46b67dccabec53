// The channels of a server: their list, and what a reload changes.
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/integration/config_file.hpp"
#include "tests/integration/log_client.hpp"
#include "tests/integration/log_pipe.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"

namespace sws {
namespace {

unsigned status_at(const Server& server, const std::string& path) {
  return get(server.port(), path).result_int();
}

TEST(Channels, AreListedWithWhatAPageNeeds) {
  const Server server({"--channel",
                       "temperature=push,title=Temperature,unit=\xc2\xb0"
                       "C,min=-20,max=40.5",
                       "--count", "50"});
  const Response response = get(server.port(), "/channels.json");
  EXPECT_EQ(response["Content-Type"], "application/json");
  EXPECT_EQ(response.body(),
            "[{\"name\":\"temperature\",\"source\":\"push\",\"kind\":\"received\",\"title\":\"Temperature\","
            "\"unit\":\"\xc2\xb0"
            "C\",\"min\":-20,\"max\":40.5},\n"
            " {\"name\":\"some_url\",\"source\":\"random\",\"kind\":\"random\","
            "\"defaults\":{\"min\":0,\"max\":100,\"interval_ms\":1000,\"count\":50}}]\n");
}

TEST(Channels, HaveAddressesOfTheirOwn) {
  const Server server({"--channel", "temperature=push", "--channel", "dice=random"});
  EXPECT_EQ(status_at(server, "/ws/temperature/"), 426u);
  EXPECT_EQ(status_at(server, "/ws/dice"), 426u);
  EXPECT_EQ(status_at(server, "/ws/some_url/"), 426u);
  EXPECT_EQ(status_at(server, "/ws/humidity/"), 404u);
  EXPECT_EQ(status_at(server, "/events/humidity/"), 404u);
}

class ReloadedChannels : public testing::Test {
 protected:
  void reload(const std::string& settings) {
    file_.write(settings);
    server_.process().signal(SIGHUP);
    log_.wait_for("reloaded");
  }

  LogPipe log_;
  ConfigFile file_{"channel = one=push\n"};
  Server server_{{"--config", file_.path(), "--admin", "127.0.0.1:0"},
                 Environment(),
                 Inheritance{.standard_error = log_.write_end()}};
};

TEST_F(ReloadedChannels, AreThereAtOnceIfTheyAreNew) {
  EXPECT_EQ(status_at(server_, "/ws/two/"), 404u);
  reload("channel = one=push\nchannel = two=push\n");
  EXPECT_EQ(LogClient(server_.port(), "two").hello().next, 0u);
}

TEST_F(ReloadedChannels, KeepTheirLogIfTheyStay) {
  const LogId log = LogClient(server_.port(), "one").hello().log;
  reload("channel = one=push,title=Another title\n");
  EXPECT_EQ(LogClient(server_.port(), "one").hello().log, log);
}

TEST_F(ReloadedChannels, TellTheirViewersWhenTheyAreRemoved) {
  LogClient viewer(server_.port(), "one");
  viewer.start(0);
  reload("channel = two=push\n");
  EXPECT_EQ(viewer.read_to_the_end(), (End{EndReason::source_ended, 0}));
  EXPECT_EQ(status_at(server_, "/ws/one/"), 404u);
}

TEST_F(ReloadedChannels, LeaveTheStreamsOfOthersAlone) {
  StreamClient random(server_.port());
  LogClient received(server_.port(), "one");
  received.start(0);
  reload("channel = one=push\nchannel = two=push\n");
  RawConnection producer(server_.admin_port());
  producer.send("POST /channels/one HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n21.5");
  EXPECT_EQ(producer.receive_response().result_int(), 200u);
  received.read_to(1);
  EXPECT_EQ(received.values(), std::vector<double>{21.5});
}

}  // namespace
}  // namespace sws
