// A stream over many connections and several servers: nothing lost, nothing repeated, nothing early, and only with
// a token that the cluster signed.
#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "shared/error_code.hpp"
#include "tests/integration/deadline.hpp"
#include "tests/integration/old_stream.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/tcp_switch.hpp"
#include "tests/integration/verified_client.hpp"

namespace sws {
namespace {

// Follows one stream through whatever happens to its connections, as the page does.
class Viewer {
 public:
  Viewer(std::uint16_t port, std::size_t count, std::string_view members = R"("interval_ms":10)")
      : port_(port), connection_(std::make_unique<VerifiedClient>(port, "&count=" + std::to_string(count))) {
    connection_->start(members);
  }

  // Reads `count` further numbers, or up to the end of the connection.
  void read(std::size_t count) { connection_->read_numbers(connection_->numbers().size() + count); }
  void stop() { connection_->stop(); }

  // Drops the connection, however it stands, and goes on over a new one, unless that is cut before it begins.
  void reconnect() {
    const WatchedStream stream = connection_->stream();
    connection_.reset();
    connection_ = std::make_unique<VerifiedClient>(port_, "&resume", stream);
    connection_->resume();
  }

  // Whether the stream has ended.
  bool read_to_the_end() {
    connection_->read_to_the_end();
    return stream().end().has_value();
  }

  const WatchedStream& stream() const { return connection_->stream(); }

 private:
  std::uint16_t port_;
  std::unique_ptr<VerifiedClient> connection_;
};

// Every number that came is verified already (watched_stream.hpp).
void expect_whole(const Viewer& viewer, std::size_t count) {
  ASSERT_TRUE(viewer.stream().end());
  EXPECT_EQ(viewer.stream().end()->next, count);
  EXPECT_EQ(viewer.stream().numbers().size(), count);
}

TEST(Resume, WhateverTheParametersAndWhereverItIsCutTheWholeEqualsTheUninterruptedStream) {
  const Server server;
  std::mt19937 generator(20261124);
  const auto random = [&] { return static_cast<std::uint32_t>(generator()); };
  for (int round = 0; round < 20; ++round) {
    const auto bound = [&] { return static_cast<std::int64_t>(static_cast<std::int32_t>(random())); };
    const auto [min, max] = std::minmax({bound(), bound()});
    const std::uint32_t count = 1 + random() % 40;
    SCOPED_TRACE(std::to_string(min) + ".." + std::to_string(max) + ", " + std::to_string(count));
    Viewer viewer(server.port(), count,
                  R"("interval_ms":10,"min":)" + std::to_string(min) + R"(,"max":)" + std::to_string(max));
    for (std::uint32_t cuts = random() % 6; cuts > 0; --cuts) {
      viewer.read(random() % 12);
      viewer.reconnect();
    }
    ASSERT_TRUE(viewer.read_to_the_end());
    expect_whole(viewer, count);
  }
}

TEST(Resume, TwoHundredCutsBetweenTwoServersLoseAndRepeatNothing) {
  const SecretFile secret;
  const Server first({"--secret-file", secret.path()});
  const Server second({"--secret-file", secret.path()});
  TcpSwitch between({first.port(), second.port()});
  constexpr int kCuts = 200;
  constexpr std::size_t kCount = 600;
  Viewer viewer(between.port(), kCount);
  std::mt19937 random(1);
  for (int cut = 0; cut < kCuts; ++cut) {
    viewer.read(random() % 4);
    between.cut_and_switch();
    viewer.reconnect();
  }
  for (const LoopDeadline deadline; !viewer.read_to_the_end(); viewer.reconnect()) deadline.check("the end");
  expect_whole(viewer, kCount);
}

TEST(Resume, AKilledServerIsContinuedByAnotherWithItsSecret) {
  const SecretFile secret;
  auto first = std::make_unique<Server>(Arguments{"--secret-file", secret.path()});
  const std::uint16_t port = first->port();
  Viewer viewer(port, 100);
  viewer.read(10);
  first->process().signal(SIGKILL);
  first->process().wait_for_exit();
  const Server second({"--secret-file", secret.path(), "--port", std::to_string(port)});
  viewer.reconnect();
  ASSERT_TRUE(viewer.read_to_the_end());
  expect_whole(viewer, 100);
}

TEST(Resume, WorksAfterTheLastNumberUntilTheWindowCloses) {
  const Server server;
  Viewer viewer(server.port(), 5);
  viewer.read(5);
  viewer.reconnect();
  ASSERT_TRUE(viewer.read_to_the_end());
  expect_whole(viewer, 5);
}

TEST(Resume, AStopAfterItIsAStop) {
  const Server server;
  Viewer viewer(server.port(), 1000);
  viewer.read(5);
  viewer.reconnect();
  viewer.read(5);
  viewer.stop();
  ASSERT_TRUE(viewer.read_to_the_end());
  EXPECT_EQ(viewer.stream().end()->reason, EndReason::stopped);
  expect_whole(viewer, viewer.stream().end()->next);
}

// Opens a stream of `count` numbers an hour apart and resumes it from `next`: returns the connection, before the
// answer.
RawConnection resumed_far_ahead(const Server& server, std::uint32_t count, std::uint32_t next) {
  VerifiedClient viewer(server.port(), "&count=" + std::to_string(count));
  const std::string token = viewer.start(R"("interval_ms":3600000)").token;
  RawConnection ahead(server.port());
  ahead.send(upgrade_request("/ws/some_url/?protocol=1&resume"));
  ahead.receive_response();
  ahead.receive_frame();
  ahead.send(client_frame(0x81, resume_message(token, next)));
  return ahead;
}

TEST(Resume, YieldsNoNumberAndNoKeyBeforeItsTimeAndNoSeedBeforeTheLast) {
  const Server server;
  for (const std::uint32_t count : {5u, 5'000u}) {
    RawConnection waiting = resumed_far_ahead(server, count, 1);
    EXPECT_TRUE(waiting.receive_frame().payload.starts_with(R"({"type":"started")"));
    waiting.send(client_frame(0x89, "?"));
    EXPECT_EQ(waiting.receive_frame().first_byte, 0x8a);  // the pong, and nothing before it
    for (const std::uint32_t next : {3u, count}) {
      RawConnection ahead = resumed_far_ahead(server, count, next);
      EXPECT_TRUE(ahead.receive_frame().payload.starts_with(R"({"type":"error","code":"clock_skew")")) << next;
      EXPECT_EQ(ahead.receive_close_code(), 1008);
    }
  }
}

TEST(Resume, CatchesUpInRunsOf512NumbersAtMost) {
  const std::string secret_in_hex(64, 'a');
  const SecretFile secret(secret_in_hex);
  const Server server({"--secret-file", secret.path()});
  VerifiedClient viewer(server.port(), "&resume", old_stream(secret_in_hex, 1'500));
  ASSERT_TRUE(viewer.resume());
  std::vector<std::size_t> runs;
  while (viewer.numbers().size() < 1'500) runs.push_back(viewer.expect<Numbers>().messages.size());
  EXPECT_EQ(runs, (std::vector<std::size_t>{512, 512, 476}));
  EXPECT_EQ(viewer.expect<End>().next, 1'500u);
}

// Starts a stream, and tries to resume it with `token_for(its token)`: the error's code.
template <class TokenFor>
std::string code_for(const Server& starts, const Server& resumes, TokenFor token_for) {
  VerifiedClient viewer(starts.port());
  const std::string token = token_for(viewer.start().token);
  VerifiedClient again(resumes.port(), "&resume");
  again.expect<Hello>();
  again.send(resume_message(token));
  std::string code = again.expect<ErrorMessage>().code;
  EXPECT_FALSE(again.next_message());
  EXPECT_EQ(again.close_code(), 1008);
  return code;
}

TEST(Resume, IsRefusedByAServerWithAnotherSecret) {
  const Server one, other;
  EXPECT_EQ(code_for(one, other, [](std::string token) { return token; }), kBadToken.name);
}

TEST(Resume, IsRefusedWithAnyCharacterOfTheTokenAltered) {
  const Server server;
  std::string token = "?";
  for (std::size_t at = 0; at < token.size(); ++at) {
    EXPECT_EQ(code_for(server, server,
                       [&](std::string fresh) {
                         token = fresh;
                         fresh[at] = fresh[at] == 'A' ? 'B' : 'A';
                         return fresh;
                       }),
              kBadToken.name)
        << at;
  }
}

TEST(Resume, IsRefusedOnceTheWindowIsClosed) {
  const Server server({"--resume-window", "0"});
  VerifiedClient viewer(server.port(), "&count=1");
  const std::string token = viewer.start(R"("interval_ms":10)").token;
  viewer.read_to_the_end();
  // The stream is over 10 ms after its start; other viewers' numbers tell that this time has passed.
  VerifiedClient clock(server.port());
  clock.start(R"("interval_ms":10)");
  clock.read_numbers(5);
  VerifiedClient again(server.port(), "&resume");
  again.expect<Hello>();
  again.send(resume_message(token));
  EXPECT_EQ(again.expect<ErrorMessage>().code, kExpiredToken.name);
  EXPECT_FALSE(again.next_message());
  EXPECT_EQ(again.close_code(), 1008);
}

}  // namespace
}  // namespace sws
