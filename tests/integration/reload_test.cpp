// SIGHUP has the server read its settings again, for new connections. Open connections keep theirs, and wrong
// settings are refused and change nothing.
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

#include "shared/codec.hpp"
#include "tests/integration/config_file.hpp"
#include "tests/integration/log_pipe.hpp"
#include "tests/integration/metrics.hpp"
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
  EXPECT_EQ(VerifiedClient(port()).start().parameters.interval_ms, 50u);
}

TEST_F(Reload, KeepsAnOldStreamsTokenGood) {
  start("# nothing\n");
  VerifiedClient first(port(), "&count=5");
  first.start(R"("interval_ms":10)");
  const WatchedStream begun = first.stream();
  first.read_numbers(5);
  reload("interval-ms = 20\n");
  VerifiedClient second(port(), "&resume", begun);
  second.resume();
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
  start("# nothing\n");
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

TEST_F(Reload, RefusesAFileThatIsGoneEmptyOrUnreadableAndKeepsTheAccessControl) {
  const SecretFile secret;
  const std::string settings = "access-secret-file = " + secret.path() + "\n";
  start(settings);
  const auto is_closed = [&] {
    RawConnection viewer(port());
    viewer.send(upgrade_request());
    return viewer.receive_response().result_int() == 403;
  };
  EXPECT_NE(reload("", "event=reload_refused").find("is empty"), std::string::npos);
  EXPECT_TRUE(is_closed());
  EXPECT_NE(reload("# everything is gone\n", "event=reload_refused").find("access-secret-file = off"),
            std::string::npos);
  EXPECT_TRUE(is_closed());
  std::filesystem::remove(file_.path());
  server_->process().signal(SIGHUP);
  EXPECT_NE(log_.wait_for("event=reload_refused").find("No such file"), std::string::npos);
  std::filesystem::create_directory(file_.path());  // as containers do for a file that is missing
  server_->process().signal(SIGHUP);
  EXPECT_NE(log_.wait_for("event=reload_refused").find("is a directory"), std::string::npos);
  EXPECT_TRUE(is_closed());
  std::filesystem::remove(file_.path());
  reload("access-secret-file = off\n");
  EXPECT_FALSE(is_closed());
}

TEST_F(Reload, RefusesAWebRootThatCannotBeReadAndGoesOn) {
  start("interval-ms = 10\n");
  StreamClient viewer(port());
  const std::string loop = file_.path() + "-loop";
  std::filesystem::create_symlink(loop, loop);
  for (const std::string& root : {loop, std::string(5'000, 'x'), file_.path()}) {
    const std::string line = reload("interval-ms = 10\nweb-root = " + root + "\n", "event=reload_refused");
    EXPECT_NE(line.find("web-root"), std::string::npos) << line;
    EXPECT_NO_THROW(viewer.next_number());
  }
  std::filesystem::remove(loop);
}

TEST_F(Reload, ReachesTheAdminListener) {
  start("header-bytes = 8192\n", {"--admin", "127.0.0.1:0"});
  const std::string fields = "X: " + std::string(2'000, 'x') + "\r\n";
  EXPECT_EQ(get(server_->admin_port(), "/metrics", fields).result_int(), 200u);
  reload("header-bytes = 1024\n");
  EXPECT_EQ(get(server_->admin_port(), "/metrics", fields).result_int(), 431u);
}

TEST_F(Reload, NamesTheSettingsThatItChanged) {
  start("min = 1\n");
  EXPECT_NE(reload("min = 2\ncount = 9\n").find("changed=\"min, count\""), std::string::npos);
  EXPECT_NE(reload("min = 2\ncount = 9\n").find("changed=\"\""), std::string::npos);
}

TEST_F(Reload, SaysThatANewSecretEndsTheOldStreams) {
  const SecretFile old_secret(std::string(64, '1')), new_secret(std::string(64, '2'));
  start("secret-file = " + old_secret.path() + "\n", {"--admin", "127.0.0.1:0"});
  const std::string first = log_.wait_for("event=secret ");
  const std::string fingerprint = first.substr(first.find("fingerprint="));
  const auto sample = [](const std::string& of) {
    return "simplewebsocket_secret_info{fingerprint=" + of.substr(of.find('"')) + "}";
  };
  EXPECT_EQ(Metrics::of(server_->admin_port()).value(sample(fingerprint)), 1);
  VerifiedClient viewer(port(), "&count=5");
  viewer.start(R"("interval_ms":10)");
  viewer.read_numbers(5);

  reload("secret-file = " + new_secret.path() + "\n", "event=secret_changed");
  const std::string second = log_.wait_for("event=secret ");
  EXPECT_EQ(second.find(fingerprint), std::string::npos);
  EXPECT_EQ(Metrics::of(server_->admin_port()).value(sample(second.substr(second.find("fingerprint=")))), 1);
  VerifiedClient resumed(port(), "&resume");
  resumed.expect<Hello>();
  resumed.send(resume_message(viewer.stream().token()));
  EXPECT_EQ(resumed.expect<ErrorMessage>().code, "bad_token");
  const std::string line = log_.wait_for("event=resume_refused");
  EXPECT_NE(line.find("signature is wrong"), std::string::npos) << line;
  EXPECT_NE(line.find(second.substr(second.find('"', second.find("fingerprint=")))), std::string::npos) << line;
  const Metrics metrics = Metrics::of(server_->admin_port());
  EXPECT_EQ(metrics.value("simplewebsocket_refusals_total{reason=\"bad_token\"}"), 1);
  EXPECT_EQ(metrics.value("simplewebsocket_refusals_total{reason=\"stream_error\"}"), 0);
}

TEST_F(Reload, SaysWhatNeedsARestart) {
  start("# nothing\n", {"--threads", "2"});
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
