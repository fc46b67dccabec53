// The log, for people and for machines: well-formed lines, no addresses, no tokens, no floods; and
// that nobody waits for whoever should read them.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <boost/json.hpp>
#include <regex>
#include <sstream>

#include "tests/integration/log_pipe.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/tool_run.hpp"
#include "tests/support/temporary_directory.hpp"

namespace sws {
namespace {

namespace json = boost::json;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Something of everything that is logged.
void cause_events(const Server& server) {
  StreamClient(server.port()).next_number();
  get(server.port(), "/nothing");
  get(server.port(), "/\"quoted\\and\ttabbed");
  RawConnection nonsense(server.port());
  nonsense.send("hello\r\n\r\n");
  nonsense.receive_response();
  RawConnection elsewhere(server.port());
  elsewhere.send(upgrade_request("/ws/some_url/", "Origin: https://elsewhere.example\r\n"));
  elsewhere.receive_response();
}

TEST(LogAsText, HasATimeALevelAnEventAndNamedValuesOnEachLine) {
  Server server;
  cause_events(server);
  const std::string log = server.process().log_to_the_end();
  const std::regex shape(
      R"re(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d (info|warning|error) event=[a-z_]+)re"
      R"re(( [a-z_]+=(-?\d+|"([^"\\]|\\.)*"))*)re");
  for (const std::string& line : lines_of(log)) EXPECT_TRUE(std::regex_match(line, shape)) << line;
  EXPECT_GE(lines_of(log).size(), 6u) << log;
}

TEST(LogAsJson, IsOneObjectALineWithTheSame) {
  Server server({"--log-format", "json"});
  cause_events(server);
  const std::string log = server.process().log_to_the_end();
  std::size_t refused = 0;
  for (const std::string& line : lines_of(log)) {
    json::error_code error;
    const json::value value = json::parse(line, error);
    ASSERT_FALSE(error) << line;
    const json::object& object = value.as_object();
    for (const char* name : {"time", "level", "event"}) EXPECT_TRUE(object.at(name).is_string()) << line;
    if (object.at("event").as_string() != "refused") continue;
    ++refused;
    EXPECT_TRUE(object.at("status").is_int64()) << line;
    EXPECT_TRUE(object.at("reason").is_string()) << line;
  }
  EXPECT_EQ(refused, 4u) << log;
}

// JSON is UTF-8 (RFC 8259 §8.1), whatever a client sends or a file is called.
TEST(LogAsJson, IsUtf8WhateverANameContains) {
  const TemporaryDirectory directory;
  const std::string state = directory.path() + "/caf\xe9\u00a0";
  Server server({"--log-format", "json"}, {{"STATE_DIRECTORY", state}});
  RawConnection elsewhere(server.port());
  elsewhere.send(upgrade_request("/ws/some_url/", "Origin: https://caf\xe9.example\r\n"));
  elsewhere.receive_response();
  const std::string log = server.process().log_to_the_end();
  EXPECT_NE(log.find("/caf\\\\xe9\\\\u{a0}/secret"), std::string::npos) << log;
  for (const std::string& line : lines_of(log)) {
    json::error_code error;
    json::parse(line, error);
    EXPECT_FALSE(error) << line;
  }
}

TEST(LogLevel, LeavesOutWhatIsBelowIt) {
  Server server({"--log-level", "error"});
  cause_events(server);
  EXPECT_EQ(server.process().log_to_the_end(), "");
}

// The test connects from an address that nothing else here has, and names another one as its client.
TEST(LogPrivacy, NamesNoAddressUnlessAsked) {
  constexpr std::string_view kVisitor = "127.1.2.3", kClient = "192.0.2.77";
  for (const char* level : {"info", "debug"}) {
    Server server({"--log-level", level, "--address", "127.0.0.1", "--trusted-proxy", "127.1.2.3"});
    for (const char* fields : {"", "X-Forwarded-For: 192.0.2.77\r\nForwarded: for=192.0.2.78\r\n"}) {
      RawConnection visitor(server.port(), "127.0.0.1", 0, kVisitor);
      visitor.send(upgrade_request("/ws/some_url/", fields) + request("GET /nothing"));
      visitor.receive_response();
      RawConnection reader(server.port(), "127.0.0.1", 0, kVisitor);
      reader.send(request("GET /nothing", fields));
      reader.receive_response();
    }
    const std::string log = server.process().log_to_the_end();
    EXPECT_NE(log.find("event=refused "), std::string::npos) << log;
    const bool is_debug = std::string_view(level) == "debug";
    EXPECT_EQ(log.find(kVisitor) != std::string::npos, is_debug) << log;
    EXPECT_EQ(log.find(kClient) != std::string::npos, is_debug) << log;
    EXPECT_EQ(log.find("192.0.2.78"), std::string::npos) << log;
  }
}

TEST(LogPrivacy, NamesNoTokenOfAccess) {
  const SecretFile secret;
  const Outcome issued = run_to_exit({"--access-secret-file", secret.path(), "--issue-access", "60"});
  const std::string token = issued.standard_output.substr(0, issued.standard_output.size() - 1);
  const std::string refused = token.substr(0, token.size() - 2) + (token.ends_with("AA") ? "BB" : "AA");
  Server server({"--log-level", "debug", "--access-secret-file", secret.path()});
  unsigned statuses = 0;
  for (const std::string& each : {token, refused}) {
    RawConnection viewer(server.port());
    viewer.send(upgrade_request("/ws/some_url/?access=" + each));
    statuses += viewer.receive_response().result_int();
    RawConnection with_cookie(server.port());
    with_cookie.send(upgrade_request("/ws/some_url/", "Cookie: access=" + each + "\r\n"));
    statuses += with_cookie.receive_response().result_int();
    statuses += get(server.port(), "/?access=" + each).result_int();
    statuses += get(server.port(), "/nothing?access=" + each).result_int();
    RawConnection malformed(server.port());
    malformed.send("GET /?access=" + each + " HTTP/9\r\n\r\n");
    malformed.receive_response();
  }
  EXPECT_EQ(statuses, 101u + 101u + 303u + 404u + 403u + 403u + 403u + 404u);
  const std::string log = server.process().log_to_the_end();
  EXPECT_NE(log.find("access_denied"), std::string::npos) << log;
  for (const std::string& each : {token, refused}) {
    EXPECT_EQ(log.find(each.substr(0, 20)), std::string::npos) << log;
    EXPECT_EQ(log.find(each.substr(each.size() - 20)), std::string::npos) << log;
  }
}

// Starts a server whose standard error is the journal if `is_journal`, and returns its first lines.
std::string lines_in_journal(bool is_journal, const char* format) {
  LogPipe pipe;
  struct stat file {};
  fstat(pipe.write_end(), &file);
  const std::string stream = std::to_string(file.st_dev) + ":" + std::to_string(file.st_ino + (is_journal ? 0 : 1));
  Server server({"--log-format", format, "--hsts-max-age", "9"}, {{"JOURNAL_STREAM", stream}},
                {.standard_error = pipe.write_end()});
  const std::string warning = pipe.wait_for("option_ignored");
  return warning + '\n' + pipe.wait_for("listening");
}

TEST(LogInTheJournal, BeginsEachLineWithItsPriority) {
  for (const char* format : {"text", "json"}) {
    const std::string lines = lines_in_journal(true, format);
    EXPECT_TRUE(lines.starts_with("<4>")) << lines;
    EXPECT_NE(lines.find("\n<6>"), std::string::npos) << lines;
  }
}

TEST(LogInTheJournal, IsWhereTheVariableSaysAndNowhereElse) {
  EXPECT_EQ(lines_in_journal(false, "text").find('<'), std::string::npos);
}

TEST(LogAtTheStart, SaysWhichVersionThisIs) {
  Server server;
  const std::string log = server.process().log_to_the_end();
  EXPECT_TRUE(std::regex_search(log, std::regex(R"re(event=listening version="\d+\.\d+\.\d+[^"]*" port=)re")))
      << log;
}

TEST(LogAtTheStart, WarnsIfOtherComputersReachAServerWhoseSecretNoOtherServerHas) {
  const SecretFile secret;
  const auto warns = [](const Arguments& arguments) {
    Server server(arguments);
    return server.process().log_to_the_end().find("warning event=secret_not_shared ") != std::string::npos;
  };
  EXPECT_TRUE(warns({"--address", "0.0.0.0"}));
  EXPECT_TRUE(warns({"--address", "0.0.0.0", "--secret-file", "off"}));
  EXPECT_FALSE(warns({"--address", "0.0.0.0", "--secret-file", secret.path()}));
  EXPECT_FALSE(warns({"--address", "127.0.0.5"}));
  EXPECT_FALSE(warns({}));
}

constexpr int kFlood = 2'000;

void flood(const Server& server) {  // of refusals
  RawConnection connection(server.port());
  for (int i = 0; i < kFlood; ++i) {
    connection.send(request("GET /nothing"));
    EXPECT_EQ(connection.receive_response().result_int(), 404u);
  }
}

std::int64_t suppressed_in(const std::vector<std::string>& lines) {
  std::int64_t sum = 0;
  for (const std::string& line : lines) {
    constexpr std::string_view kCount = "event=suppressed of=\"refused\" lines=";
    const std::size_t at = line.find(kCount);
    if (at != std::string::npos) sum += std::stoll(line.substr(at + kCount.size()));
  }
  return sum;
}

TEST(LogInAFlood, IsCutAndSaysHowMuchIsMissing) {
  Server server;
  flood(server);
  const auto lines = lines_of(server.process().log_to_the_end());
  const auto written = std::count_if(lines.begin(), lines.end(), [](const std::string& line) {
    return line.find("event=refused ") != std::string::npos;
  });
  EXPECT_GE(written, 20);
  EXPECT_LT(written, kFlood / 2);
  EXPECT_EQ(written + suppressed_in(lines), kFlood);
}

// Fills a pipe until it takes no more; whoever writes to it next would wait.
void fill(int write_end) {
  const int flags = fcntl(write_end, F_GETFL);
  fcntl(write_end, F_SETFL, flags | O_NONBLOCK);
  const std::string rubbish(4096, 'x');
  while (write(write_end, rubbish.data(), rubbish.size()) > 0) {
  }
  while (write(write_end, "x", 1) > 0) {
  }
  fcntl(write_end, F_SETFL, flags);
}

TEST(LogThatNobodyReads, HoldsUpNeitherViewersNorReloadNorTheEnd) {
  const LogPipe pipe;
  fill(pipe.write_end());
  Server server({"--interval-ms", "10", "--count", "1000000", "--admin", "127.0.0.1:0"}, {},
                {.standard_error = pipe.write_end()});
  StreamClient viewer(server.port());
  flood(server);
  server.process().signal(SIGHUP);
  for (int i = 0; i < 20; ++i) EXPECT_NO_THROW(viewer.next_number());
  EXPECT_EQ(get(server.admin_port(), "/readyz").result_int(), 200u);
  server.process().signal(SIGTERM);
  viewer.rest_of_numbers();
  EXPECT_EQ(viewer.close_code(), 1001);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(LogThatNobodyReads, IsReadOnLater) {
  LogPipe pipe;
  fill(pipe.write_end());
  Server server({}, {}, {.standard_error = pipe.write_end()});
  get(server.port(), "/nothing");
  EXPECT_NE(pipe.wait_for("event=listening"), "");
  EXPECT_NE(pipe.wait_for("event=refused"), "");
}

TEST(LogWhoseReaderLeft, EndsNothing) {
  LogPipe pipe;
  Server server({}, {}, {.standard_error = pipe.write_end()});
  pipe.wait_for("event=listening");
  pipe.close_reader();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(get(server.port(), "/nothing").result_int(), 404u);
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(LogOnAFullDisk, EndsNothing) {
  const Descriptor full(open("/dev/full", O_WRONLY | O_CLOEXEC));
  Server server({}, {}, {.standard_error = full.number()});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(get(server.port(), "/nothing").result_int(), 404u);
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

}  // namespace
}  // namespace sws
