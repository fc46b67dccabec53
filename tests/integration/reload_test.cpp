// SIGHUP has the server read its settings again, for new connections. Open connections keep theirs, and wrong
// settings are refused and change nothing.
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <memory>

#include "shared/codec.hpp"
#include "tests/integration/config_file.hpp"
#include "tests/integration/log_pipe.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/verified_client.hpp"

namespace sws {
namespace {

class Reload : public testing::Test {
 protected:
  void start(const std::string& settings, Arguments arguments = {}) {
    file_.write(settings);
    arguments.insert(arguments.end(), {"--config", file_.path()});
    server_ = std::make_unique<Server>(arguments, Environment(), Inheritance{.standard_error = log_.write_end()});
  }

  // Returns the line of the log that says how it went.
  std::string reload(const std::string& settings, const std::string& event = "event=reloaded") {
    file_.write(settings);
    server_->process().signal(SIGHUP);
    return log_.wait_for(event);
  }

  std::uint16_t port() const { return server_->port(); }

  LogPipe log_;
  ConfigFile file_{""};
  std::unique_ptr<Server> server_;
};

TEST_F(Reload, GivesNewStreamsTheNewSettingsAndLeavesOldOnesAlone) {
  start("min = 1\nmax = 1\ninterval-ms = 10\ncount = 1000000\n");
  StreamClient old(port());
  EXPECT_EQ(old.next_number(), 1);
  reload("min = 2\nmax = 2\ninterval-ms = 20\ncount = 3\n");
  EXPECT_EQ(StreamClient(port()).rest_of_numbers(), (std::vector<std::int32_t>{2, 2, 2}));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(old.next_number(), 1);
}

TEST_F(Reload, GivesTheNewIntervalToStreamsOfProtocol1) {
  start("interval-ms = 10\n");
  reload("interval-ms = 50\n");
  VerifiedClient viewer(port());
  viewer.expect<Hello>();
  viewer.send(R"({"type":"start","client_seed":"x"})");
  EXPECT_EQ(viewer.expect<Started>().parameters.interval_ms, 50u);
}

TEST_F(Reload, KeepsAnOldStreamsTokenGood) {
  start("");
  VerifiedClient first(port());
  first.expect<Hello>();
  first.send(R"({"type":"start","client_seed":"x","interval_ms":10,"count":5})");
  first.read_numbers(5);
  reload("interval-ms = 20\n");
  VerifiedClient second(port());
  second.expect<Hello>();
  second.send(R"({"type":"resume","token":")" + first.started()->token + R"(","next":0})");
  second.read_numbers(5);
  EXPECT_EQ(second.numbers(), first.numbers());
}

TEST_F(Reload, RefusesWhatIsWrongAndSaysSo) {
  start("min = 1\nmax = 1\ninterval-ms = 10\ncount = 2\n");
  const std::string wrong = reload("min = 2\nmax = 2\ninterval-ms = never\n", "event=reload_refused");
  EXPECT_NE(wrong.find("never"), std::string::npos) << wrong;
  EXPECT_NE(wrong.find("interval-ms in " + file_.path()), std::string::npos) << wrong;
  EXPECT_EQ(StreamClient(port()).rest_of_numbers(), (std::vector<std::int32_t>{1, 1}));
  const std::string unknown = reload("intervall-ms = 10\n", "event=reload_refused");
  EXPECT_NE(unknown.find("intervall-ms"), std::string::npos) << unknown;
  EXPECT_EQ(StreamClient(port()).rest_of_numbers(), (std::vector<std::int32_t>{1, 1}));
  reload("min = 3\nmax = 3\ninterval-ms = 10\ncount = 1\n");  // and can be mended
  EXPECT_EQ(StreamClient(port()).rest_of_numbers(), (std::vector<std::int32_t>{3}));
}

TEST_F(Reload, ChangesLimits) {
  start("max-connections = 1\n");
  StreamClient first(port());
  first.next_number();
  EXPECT_EQ(get(port(), "/").result_int(), 503u);
  reload("max-connections = 9\nmessage-bytes = 512\nheader-bytes = 1024\n");
  const std::string large(2000, 'x');
  EXPECT_EQ(get(port(), "/", "X: " + large + "\r\n").result_int(), 431u);
  {
    StreamClient second(port());
    second.send(large);
    second.rest_of_numbers();
    EXPECT_EQ(second.close_code(), 1009);
  }
  reload("max-connections = 1\n");  // who is in stays in
  EXPECT_EQ(get(port(), "/").result_int(), 503u);
  first.ping("still there?");
}

TEST_F(Reload, ChangesWhoMayWatch) {
  const SecretFile secret;
  start("");
  RawConnection before(port());
  before.send(upgrade_request());
  EXPECT_EQ(before.receive_response().result_int(), 101u);
  reload("access-secret-file = " + secret.path() + "\n");
  RawConnection after(port());
  after.send(upgrade_request());
  EXPECT_EQ(after.receive_response().result_int(), 403u);
}

TEST_F(Reload, ChangesTheLog) {
  start("log-format = text\n");
  EXPECT_TRUE(reload("log-format = json\n", "reloaded").starts_with("{\"time\":"));
  EXPECT_EQ(reload("log-format = text\n", "reloaded").find('{'), std::string::npos);
}

TEST_F(Reload, ChangesTheDrain) {
  start("drain-delay = 3600\n");
  reload("drain-delay = 0\n");
  server_->process().signal(SIGTERM);
  EXPECT_EQ(server_->process().wait_for_exit(), 0);
}

TEST_F(Reload, SaysWhatNeedsARestart) {
  start("", {"--threads", "2"});
  const std::string line = reload("address = 127.0.0.3\nweb-root = /tmp\n", "event=restart_needed");
  EXPECT_NE(line.find("settings=\"address, web-root\""), std::string::npos) << line;
  EXPECT_EQ(get(port(), "/").result_int(), 200u);
}

TEST_F(Reload, SaysThatIoUringAndThreadsNeedARestart) {
  unsetenv("TEST_IO_URING");  // would be an option of the command line, which wins over the file
  start("io-uring = off\nthreads = 1\n");
  const std::string line = reload("io-uring = auto\nthreads = 2\n", "event=restart_needed");
  EXPECT_NE(line.find("settings=\"threads, io-uring\""), std::string::npos) << line;
}

TEST_F(Reload, AgainAndAgainLosesNoConnection) {
  start("interval-ms = 10\ncount = 1000000\n");
  StreamClient viewer(port());
  for (int i = 0; i < 15; ++i) {
    reload("interval-ms = 10\ncount = " + std::to_string(100 + i) + "\n");
    EXPECT_NO_THROW(viewer.next_number());
    EXPECT_EQ(get(port(), "/").result_int(), 200u);
  }
}

}  // namespace
}  // namespace sws
