// Sockets that the server takes over from a service manager instead of opening its own (sd_listen_fds(3)).
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/integration/listening_socket.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"

namespace sws {
namespace {

Environment passing(const std::string& count, const std::string& names = "") {
  Environment environment{{"LISTEN_PID", std::string(kOwnProcessId)}, {"LISTEN_FDS", count}};
  if (!names.empty()) environment.emplace_back("LISTEN_FDNAMES", names);
  return environment;
}

TEST(PassedSockets, ServeInsteadOfThoseOfTheOptions) {
  const ListeningSocket socket;
  RawConnection early(socket.port());  // before there is a server
  early.send(request("GET /"));
  const Server server({}, passing("1"), {.sockets = {socket.number()}});
  EXPECT_EQ(server.port(), socket.port());
  EXPECT_EQ(early.receive_response().result_int(), 200u);
  EXPECT_NO_THROW(StreamClient(server.port()).next_number());
}

TEST(PassedSockets, AreSharedByAllWorkersAndByAsManyAsThereAre) {
  const ListeningSocket first, second(first.port()), third(first.port());
  for (const auto& [threads, sockets] :
       {std::pair{"1", std::vector{first.number(), second.number(), third.number()}},
        std::pair{"2", std::vector{first.number(), second.number(), third.number()}},
        std::pair{"4", std::vector{first.number(), second.number(), third.number()}}}) {
    const Server server({"--threads", threads}, passing("3"), {.sockets = sockets});
    for (int i = 0; i < 30; ++i) EXPECT_EQ(get(first.port(), "/").result_int(), 200u) << threads;
  }
}

TEST(PassedSockets, OutliveAServerSoThatNobodyIsTurnedAway) {
  const ListeningSocket socket;
  {
    Server server({}, passing("1"), {.sockets = {socket.number()}});
    server.process().signal(SIGTERM);
    EXPECT_EQ(server.process().wait_for_exit(), 0);
  }
  RawConnection between(socket.port());
  between.send(request("GET /"));
  const Server next({}, passing("1"), {.sockets = {socket.number()}});
  EXPECT_EQ(between.receive_response().result_int(), 200u);
}

TEST(PassedSockets, NamedAdminAreTheAdminListener) {
  const ListeningSocket viewers, admin;
  const Server server({"--admin", "127.0.0.1:0"}, passing("2", "simplewebsocket.socket:admin"),
                      {.sockets = {viewers.number(), admin.number()}});
  EXPECT_EQ(server.port(), viewers.port());
  EXPECT_EQ(server.admin_port(), admin.port());
  EXPECT_EQ(get(admin.port(), "/readyz").result_int(), 200u);
  EXPECT_EQ(get(viewers.port(), "/readyz").result_int(), 404u);
}

TEST(PassedSockets, NamedAdminAloneLeaveTheViewersToTheOptions) {
  const ListeningSocket admin;
  const Server server({"--admin", "127.0.0.1:0"}, passing("1", "admin"), {.sockets = {admin.number()}});
  EXPECT_EQ(server.admin_port(), admin.port());
  EXPECT_NO_THROW(StreamClient(server.port()).next_number());
}

TEST(PassedSockets, OfAnotherProcessAreNotOurs) {
  const ListeningSocket socket;
  const Server server({}, {{"LISTEN_PID", "1"}, {"LISTEN_FDS", "1"}}, {.sockets = {socket.number()}});
  EXPECT_NE(server.port(), socket.port());
}

void expect_refusal(const Environment& environment, const Inheritance& inheritance,
                    const std::vector<std::string>& named, const Arguments& arguments = {"--port", "0"}) {
  const Outcome outcome = run_to_exit(arguments, environment, inheritance);
  EXPECT_EQ(outcome.exit_status, 1);
  EXPECT_EQ(outcome.standard_output, "");
  EXPECT_EQ(std::count(outcome.standard_error.begin(), outcome.standard_error.end(), '\n'), 1)
      << outcome.standard_error;
  for (const std::string& part : named) {
    EXPECT_NE(outcome.standard_error.find(part), std::string::npos) << outcome.standard_error;
  }
}

TEST(PassedSockets, ThatAreWrongAreOneLineThatSaysWhichAndWhatIsExpected) {
  const ListeningSocket good, datagrams(0, SOCK_DGRAM);
  RawConnection client(good.port());
  const Descriptor accepted(accept(good.number(), nullptr, nullptr));
  expect_refusal(passing("2", "web:udp"), {.sockets = {good.number(), datagrams.number()}},
                 {"'udp'", "descriptor 4", "TCP"});
  expect_refusal(passing("1", "web"), {.sockets = {accepted.number()}}, {"'web'", "descriptor 3", "Accept=no"});
  expect_refusal(passing("2"), {.sockets = {good.number()}}, {"descriptor 4"});
  expect_refusal(passing("none"), {.sockets = {good.number()}}, {"LISTEN_FDS is 'none'"});
  expect_refusal(passing("0"), {.sockets = {good.number()}}, {"LISTEN_FDS is '0'"});
  expect_refusal(passing("1", "web:admin"), {.sockets = {good.number()}},
                 {"LISTEN_FDNAMES is 'web:admin'", "1 names"});
  expect_refusal(passing("1", "admin"), {.sockets = {good.number()}}, {"--admin is off", "admin"},
                 {"--port", "0", "--admin", "off"});
}

}  // namespace
}  // namespace sws
