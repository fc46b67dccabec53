// Thousands who do nothing, or next to nothing, and hope that the server waits for them.
#include <gtest/gtest.h>

#include "tests/integration/fault/crowd.hpp"
#include "tests/integration/fault/trial.hpp"
#include "tests/integration/old_stream.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/sanitizer.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/verified_client.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

constexpr std::size_t kCrowd = kSanitized ? 500 : 5'000;

class CrowdOfThousands : public testing::Test {
 protected:
  void SetUp() override { raise_open_file_limit(); }
};

// Long enough for the server to give back what a crowd has left, which it looks for once a second, twice.
void await_memory(Trial& trial) {
  trial.healthy().read_on(250);
}

TEST_F(CrowdOfThousands, WhoSayNothingAreHungUpOn) {
  Trial trial({"--header-timeout", "1"});
  trial.survives([&] {
    EXPECT_EQ(Crowd(trial.port(), kCrowd).read_to_the_end(""), kCrowd);
    await_memory(trial);
  });
  trial.end();
}

TEST_F(CrowdOfThousands, WhoseHeadersTrickleInAreToldSoAndHungUpOn) {
  Trial trial({"--header-timeout", "1"});
  const std::string endless = "GET / HTTP/1.1\r\nX-Slow: " + std::string(1'000, 'x');
  trial.survives([&] {
    EXPECT_EQ(Crowd(trial.port(), kCrowd).read_to_the_end("HTTP/1.1 408 ", endless), kCrowd);
    await_memory(trial);
  });
  EXPECT_EQ(trial.refusals("request_timeout"), 2.0 * kCrowd);
  trial.end();
}

TEST_F(CrowdOfThousands, WhoNeverReadAreDroppedAndTakeNoMemory) {
  const std::string hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  const SecretFile secret(hex);
  Trial trial({"--secret-file", secret.path(), "--write-timeout", "1"});
  constexpr std::size_t kUsual = 50;
  Crowd usual(trial.port(), kUsual, "127.0.0.1", true);  // has a number each 10 ms
  usual.send(upgrade_request("/ws/some_url/?protocol=1&count=1000000") +
             client_frame(0x81, R"({"type":"start","client_seed":"x","interval_ms":10})"));
  trial.survives([&] {
    Crowd greedy(trial.port(), kCrowd, "127.0.0.1", true);
    greedy.send(upgrade_request("/ws/some_url/?protocol=1&resume") +
                client_frame(0x81, resume_message(old_stream(hex, 1'000'000).token())));
    greedy.await_resets();
    greedy.leave(Leave::rst);
    await_memory(trial);
  });
  usual.await_resets();
  EXPECT_EQ(trial.refusals("write_timeout"), 2.0 * kCrowd + kUsual);
  trial.end();
}

}  // namespace
}  // namespace sws
