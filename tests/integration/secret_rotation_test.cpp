// The three steps in which backend/OPERATING.md changes the secret of a cluster: no step ends a stream, at no
// moment does a stream depend on which of the servers it goes on at, and afterwards the old secret is worth
// nothing.
#include <gtest/gtest.h>
#include <signal.h>

#include <memory>
#include <optional>
#include <vector>

#include "shared/codec.hpp"
#include "tests/integration/config_file.hpp"
#include "tests/integration/deadline.hpp"
#include "tests/integration/event_client.hpp"
#include "tests/integration/log_pipe.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/verified_client.hpp"

namespace sws {
namespace {

class Node {
 public:
  explicit Node(const std::string& settings) : file_(settings) {}

  // Returns what is logged meanwhile.
  std::string reload(const std::string& settings) {
    file_.write(settings);
    server_.process().signal(SIGHUP);
    std::string lines;
    for (const LoopDeadline deadline; lines.find("event=reloaded") == std::string::npos;) {
      deadline.check("the reload");
      lines += log_.next_line() + "\n";
    }
    return lines;
  }
  std::uint16_t port() const { return server_.port(); }

 private:
  LogPipe log_;
  ConfigFile file_;
  Server server_{{"--config", file_.path(), "--interval-ms", "10"},
                 Environment(),
                 Inheritance{.standard_error = log_.write_end()}};
};

std::string settings_with(const std::vector<const SecretFile*>& secrets) {
  std::string text = "resume-window = 3600\n";
  for (const SecretFile* each : secrets) text += "secret-file = " + each->path() + "\n";
  return text;
}

WatchedStream begun_at(const Node& node) {
  VerifiedClient viewer(node.port(), "&count=4000");
  viewer.start();
  viewer.read_numbers(3);
  return viewer.stream();
}

// Goes on with the stream for some numbers.
void move(WatchedStream& stream, const Node& to) {
  VerifiedClient viewer(to.port(), "&resume", stream);
  ASSERT_TRUE(viewer.resume());
  viewer.read_numbers(stream.numbers().size() + 5);
  stream = viewer.stream();
}

// The id with which the events go on.
std::string read_events(const Node& node, const std::string& id) {
  EventClient viewer(node.port(), "/events/some_url/", id.empty() ? "" : "Last-Event-ID: " + id + "\r\n");
  for (int i = 0; i < 3; ++i) {
    const Event event = viewer.next();
    EXPECT_EQ(event.name, "") << event.data;
    const std::string token = event.id.substr(0, event.id.rfind('.'));
    EXPECT_TRUE(id.empty() || id.starts_with(token + '.')) << event.id;
  }
  return viewer.last_event_id();
}

class SecretRotation : public testing::Test {
 protected:
  // Each of them goes on at each node, and so does a stream that begins now.
  void expect_all_go_on() {
    for (const Node* node : {&first_, &second_}) {
      streams_.push_back(begun_at(*node));
      events_.push_back(read_events(*node, ""));
      for (const Node* other : {&second_, &first_}) {
        for (WatchedStream& stream : streams_) move(stream, *other);
        for (std::string& id : events_) id = read_events(*other, id);
      }
    }
  }

  void reload_one_after_the_other(const std::vector<const SecretFile*>& secrets) {
    for (Node* node : {&first_, &second_}) {
      node->reload(settings_with(secrets));
      expect_all_go_on();
    }
  }

  SecretFile old_{std::string(64, '1')}, new_{std::string(64, '2')};
  Node first_{settings_with({&old_})}, second_{settings_with({&old_})};
  std::vector<WatchedStream> streams_;
  std::vector<std::string> events_;
};

TEST_F(SecretRotation, InThreeStepsLosesNoStream) {
  VerifiedClient connected(first_.port(), "&count=4000");
  connected.start();
  expect_all_go_on();
  reload_one_after_the_other({&old_, &new_});
  reload_one_after_the_other({&new_, &old_});
  const WatchedStream of_old_secret = streams_.front();
  streams_ = {begun_at(first_), begun_at(second_)};  // those of the old secret have ended meanwhile
  events_ = {read_events(first_, ""), read_events(second_, "")};
  reload_one_after_the_other({&new_});
  connected.read_numbers(connected.numbers().size() + 5);  // what runs keeps its seed, whatever is reloaded
  for (const Node* node : {&first_, &second_}) {
    VerifiedClient late(node->port(), "&resume", of_old_secret);
    late.expect<Hello>();
    late.send(resume_message(of_old_secret.token(), of_old_secret.numbers().size()));
    EXPECT_EQ(late.expect<ErrorMessage>().code, "bad_token");
  }
}

TEST_F(SecretRotation, SaysWhichSecretIsLostAndNothingIfNoneIs) {
  const auto value = [](const std::string& lines, const std::string& name) {
    const std::size_t begin = lines.rfind(" " + name + "=\"") + name.size() + 3;
    return lines.substr(begin, lines.find('"', begin) - begin);
  };
  const std::string added = first_.reload(settings_with({&old_, &new_}));
  const std::string swapped = first_.reload(settings_with({&new_, &old_}));
  const std::string removed = first_.reload(settings_with({&new_}));
  const std::string old_print = value(added, "fingerprint"), new_print = value(swapped, "fingerprint");
  EXPECT_NE(old_print, new_print);
  EXPECT_EQ(value(added, "verifies"), old_print + " " + new_print);
  EXPECT_EQ(value(swapped, "verifies"), new_print + " " + old_print);
  EXPECT_EQ(value(removed, "verifies"), new_print);
  for (const std::string* lines : {&added, &swapped}) EXPECT_EQ(lines->find("secret_changed"), std::string::npos);
  EXPECT_NE(removed.find("event=secret_changed lost=\"" + old_print + "\""), std::string::npos) << removed;
}

TEST(AccessSecrets, AdmitWhoHasATokenOfAnyOfThem) {
  const SecretFile old_secret(std::string(64, '1')), new_secret(std::string(64, '2')), other(std::string(64, '3'));
  const auto token_of = [](const Arguments& secrets) {
    Arguments arguments = secrets;
    arguments.insert(arguments.end(), {"--issue-access", "60"});
    const std::string answer = run_to_exit(arguments).standard_output;
    return answer.substr(0, answer.find('\n'));
  };
  const Arguments both = {"--access-secret-file", new_secret.path(), "--access-secret-file", old_secret.path()};
  const Server server(both), strict({"--access-secret-file", new_secret.path()});
  const auto status = [](const Server& asked, const std::string& token) {
    RawConnection viewer(asked.port());
    viewer.send(upgrade_request("/ws/some_url/?access=" + token));
    return viewer.receive_response().result_int();
  };
  const std::string old_token = token_of({"--access-secret-file", old_secret.path()});
  EXPECT_EQ(status(server, old_token), 101u);
  EXPECT_EQ(status(server, token_of(both)), 101u);
  EXPECT_EQ(status(server, token_of({"--access-secret-file", other.path()})), 403u);
  EXPECT_EQ(status(strict, token_of(both)), 101u) << "the first secret issues";
  EXPECT_EQ(status(strict, old_token), 403u);
}

}  // namespace
}  // namespace sws
