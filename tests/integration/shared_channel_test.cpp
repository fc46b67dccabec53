// A shared channel on two servers that have nothing in common but their secret: all viewers get the same numbers at
// the same time, each of them proven, and go on at either server.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <stdexcept>

#include "shared/codec.hpp"
#include "shared/period_chain.hpp"
#include "shared/period_verifier.hpp"
#include "tests/integration/config_file.hpp"
#include "tests/integration/deadline.hpp"
#include "tests/integration/event_client.hpp"
#include "tests/integration/log_pipe.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/verified_client.hpp"

namespace sws {
namespace {

constexpr std::uint32_t kInterval = 20;  // ms

// A viewer of protocol 1 who verifies each number as it arrives. What no viewer should get throws.
class Watcher : public WebSocketClient {
 public:
  explicit Watcher(std::uint16_t port, std::optional<PeriodVerifier> before = std::nullopt)
      : WebSocketClient(port, "/ws/dice/?protocol=1"), verifier_(std::move(before)) {
    take(next_message());
  }

  void start() { ask(encode(SharedStart{})); }
  void resume() { ask(encode(SharedResume{verifier_->next()})); }

  // Reads until there are `count` numbers more.
  void read_numbers(std::size_t count) {
    const LoopDeadline deadline;
    for (const std::size_t wanted = numbers_.size() + count; numbers_.size() < wanted;) {
      take(next_message());
      deadline.check("numbers");
    }
  }

  // Reads until number n is there.
  void read_to(std::uint64_t n) {
    while (numbers_.empty() || numbers_.rbegin()->first < n) read_numbers(1);
  }

  const std::map<std::uint64_t, std::int32_t>& numbers() const { return numbers_; }
  const PeriodVerifier& verifier() const { return *verifier_; }
  const std::optional<Gap>& gap() const { return gap_; }

 private:
  ServerMessage next_message() {
    std::string problem;
    const auto text = receive(problem);
    if (!text) throw std::runtime_error("the connection ended: " + problem);
    auto message = decode_server_message(*text);
    if (!message) throw std::runtime_error(message.error().message + ": " + *text);
    return *std::move(message);
  }

  void ask(const std::string& request) {
    send(request);
    const ServerMessage started = next_message();
    if (!std::holds_alternative<SharedStarted>(started)) throw_unexpected(started);
    take(started);
  }

  void take(const ServerMessage& message) {
    std::optional<std::string> wrong;
    if (const auto* hello = std::get_if<SharedHello>(&message)) {
      if (!verifier_) verifier_.emplace(*hello);
      wrong = verifier_->take(*hello);
    } else if (const auto* started = std::get_if<SharedStarted>(&message)) {
      wrong = verifier_->begin(started->next);
    } else if (const auto* root = std::get_if<Root>(&message)) {
      wrong = verifier_->take(*root);
    } else if (const auto* gap = std::get_if<Gap>(&message)) {
      gap_ = *gap;
      wrong = verifier_->take(*gap);
    } else if (const auto* number = std::get_if<Number>(&message)) {
      wrong = take_numbers({number->seq, {number->message}, {number->key.value()}});
    } else if (const auto* numbers = std::get_if<Numbers>(&message)) {
      wrong = take_numbers(*numbers);
    } else {
      throw_unexpected(message);
    }
    if (wrong) throw std::runtime_error(*wrong);
  }

  std::optional<std::string> take_numbers(const Numbers& run) {
    auto wrong = verifier_->take(run.seq, run.messages, run.keys);
    for (std::size_t i = 0; i < run.messages.size(); ++i) numbers_[run.seq + i] = run.messages[i];
    const std::chrono::milliseconds due((run.seq + run.messages.size() - 1) * kInterval);
    if (std::chrono::system_clock::now().time_since_epoch() < due) wrong = "a number came before its time";
    return wrong;
  }

  std::optional<PeriodVerifier> verifier_;
  std::optional<Gap> gap_;
  std::map<std::uint64_t, std::int32_t> numbers_;  // by place
};

class SharedChannelTest : public testing::Test {
 protected:
  static Arguments arguments(const SecretFile& secret) {
    return {"--secret-file", secret.path(), "--channel", "dice=shared", "--interval-ms", std::to_string(kInterval),
            "--max",         "1000000",     "--history", "100",         "--threads",     "1"};
  }

  // The newest number that is due.
  static std::uint64_t due_now() {
    using std::chrono::milliseconds;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::floor<milliseconds>(now).count()) / kInterval;
  }

  SecretFile secret_;
  Server first_{arguments(secret_)};
  Server second_{arguments(secret_)};
};

TEST_F(SharedChannelTest, ViewersOfBothServersGetTheSameNumbersAtTheSameTime) {
  Watcher one(first_.port()), other(second_.port());
  const std::uint64_t before = due_now();
  one.start();
  other.start();
  one.read_numbers(1);
  other.read_numbers(1);
  const std::uint64_t after = due_now();
  for (const Watcher* watcher : {&one, &other}) {
    EXPECT_GE(watcher->numbers().begin()->first, before);
    EXPECT_LE(watcher->numbers().begin()->first, after);
  }
  one.read_numbers(30);
  other.read_numbers(30);
  std::size_t compared = 0;
  for (const auto& [n, number] : one.numbers()) {
    const auto same = other.numbers().find(n);
    if (same == other.numbers().end()) continue;
    EXPECT_EQ(same->second, number) << n;
    ++compared;
  }
  EXPECT_GT(compared, 0U);
}

TEST_F(SharedChannelTest, AViewerGoesOnAtTheOtherServerWithoutAGap) {
  std::optional<Watcher> viewer(std::in_place, first_.port());
  viewer->start();
  for (const std::uint16_t port : {second_.port(), first_.port()}) {
    viewer->read_numbers(10);
    const PeriodVerifier verifier = viewer->verifier();
    viewer.emplace(port, verifier);
    viewer->resume();
    viewer->read_numbers(1);
    EXPECT_EQ(viewer->numbers().begin()->first, verifier.next());
    EXPECT_FALSE(viewer->gap());
  }
}

TEST_F(SharedChannelTest, AViewerWhoWasAwayForLongIsToldWhatIsMissing) {
  PeriodVerifier verifier(Watcher(first_.port()).verifier());
  ASSERT_EQ(verifier.begin(due_now() - 5'000), std::nullopt);  // more than a period back
  Watcher viewer(second_.port(), verifier);
  viewer.resume();
  viewer.read_numbers(100);
  ASSERT_TRUE(viewer.gap());
  EXPECT_EQ(viewer.gap()->from, verifier.next());
  EXPECT_EQ(viewer.numbers().begin()->first, viewer.gap()->to);
}

TEST_F(SharedChannelTest, TheOtherProtocolsShowTheSameNumbers) {
  Watcher watcher(first_.port());
  watcher.start();
  StreamClient plain(second_.port(), "/ws/dice/");
  EventClient events(second_.port(), "/events/dice/");
  std::vector<std::int32_t> numbers;
  for (int i = 0; i < 10; ++i) numbers.push_back(plain.next_number());
  std::map<std::uint64_t, std::string> shown;  // by place
  for (int i = 0; i < 10; ++i) {
    const Event event = events.next();
    shown[std::stoull(event.id) - 1] = event.data;
  }
  watcher.read_to(due_now());
  std::size_t compared = 0;
  for (const auto& [n, data] : shown) {
    const auto same = watcher.numbers().find(n);
    if (same == watcher.numbers().end()) continue;
    EXPECT_EQ(data, "{\"message\": " + std::to_string(same->second) + "}") << n;
    ++compared;
  }
  EXPECT_GT(compared, 0U);
  std::vector<std::int32_t> watched;
  for (const auto& [n, number] : watcher.numbers()) watched.push_back(number);
  EXPECT_NE(std::search(watched.begin(), watched.end(), numbers.begin(), numbers.end()), watched.end());
}

TEST_F(SharedChannelTest, EventsGoOnAtTheOtherServer) {
  EventClient one(first_.port(), "/events/dice/");
  one.next();
  const std::string id = one.next().id;
  EventClient other(second_.port(), "/events/dice/", "Last-Event-ID: " + id + "\r\n");
  EXPECT_EQ(other.next().id, std::to_string(std::stoull(id) + 1));
}

TEST_F(SharedChannelTest, AServerWithAnotherSecretHasOtherNumbers) {
  const SecretFile secret("another-0123456789abcdef01234567");
  Server stranger(arguments(secret));
  Watcher viewer(first_.port());
  viewer.start();
  try {
    Watcher deceived(stranger.port(), viewer.verifier());
    ADD_FAILURE() << "the viewer accepted the roots of another server";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("is not the one that the server announced before"), std::string::npos)
        << error.what();
  }
}

TEST_F(SharedChannelTest, TheOriginalChannelIsStillThere) {
  StreamClient client(first_.port());
  client.next_number();
}

TEST(ReloadedSharedChannel, GivesNewViewersTheNumbersOfTheNewSettings) {
  LogPipe log;
  ConfigFile file("channel = dice=shared\ninterval-ms = 20\nmax = 6\n");
  Server server({"--config", file.path()}, Environment(), Inheritance{.standard_error = log.write_end()});
  Watcher before(server.port());
  before.start();
  file.write("channel = dice=shared\ninterval-ms = 20\nmax = 2000000000\n");
  server.process().signal(SIGHUP);
  log.wait_for("reloaded");
  Watcher after(server.port());
  after.start();
  after.read_numbers(20);
  before.read_to(after.numbers().rbegin()->first);  // the stream that ran keeps its range, and stays proven
  EXPECT_GT(after.numbers().begin()->second, 6);
  EXPECT_LE(before.numbers().rbegin()->second, 6);
}

// Who comes back finds the roots that were announced before, at a server that has another secret by now.
TEST(ReloadedSharedChannel, KeepsTheAnnouncedNumbersWhenTheSecretChanges) {
  const SecretFile old_secret(std::string(64, '1')), new_secret(std::string(64, '2'));
  const std::string rest = "channel = dice=shared\ninterval-ms = 20\nmax = 1000000\n";
  LogPipe log;
  ConfigFile file("secret-file = " + old_secret.path() + "\n" + rest);
  Server server({"--config", file.path(), "--threads", "2"}, Environment(),
                Inheritance{.standard_error = log.write_end()});
  Watcher before(server.port());
  before.start();
  before.read_numbers(5);
  const std::uint64_t earliest = period_of(before.numbers().rbegin()->first);
  file.write("secret-file = " + new_secret.path() + "\nsecret-file = " + old_secret.path() + "\n" + rest);
  server.process().signal(SIGHUP);
  const std::string line = log.wait_for("event=shared_secret_changes");
  log.wait_for("reloaded");
  Watcher returning(server.port(), before.verifier());
  returning.resume();
  returning.read_numbers(20);
  before.read_to(returning.numbers().rbegin()->first);
  // The server decides by the number that is due ten seconds later, and a period may begin meanwhile.
  constexpr std::uint64_t kNumbersOfMargin = 10'000 / 20;
  const std::uint64_t latest = period_of(returning.numbers().begin()->first + kNumbersOfMargin);
  const std::uint64_t first_of_new = std::stoull(line.substr(line.find("period=") + 7));
  EXPECT_GE(first_of_new, earliest + kAnnouncedRoots) << line;
  EXPECT_LE(first_of_new, latest + kAnnouncedRoots) << line;
}

}  // namespace
}  // namespace sws
