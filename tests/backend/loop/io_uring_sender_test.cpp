// The sender where the kernel permits io_uring in part, or no longer: a real filter denies the system calls.
#include "backend/loop/io_uring_sender.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "shared/codec.hpp"
#include "tests/support/denied_system_call.hpp"

namespace sws {
namespace {

constexpr std::size_t kFrameHeader = 2;           // of a short text (RFC 6455 §5.2)
constexpr std::size_t kTlsOverhead = 5 + 8 + 16;  // a record's header, nonce and tag in TLS 1.2 (RFC 5288 §3)
static_assert(kFrameHeader + kMaxNumberText + kTlsOverhead <= IoUringSender::kMaxGatheredSize,
              "a number that is sent alone costs a system call");

// One end of a socket pair, and what its peer receives.
class Line {
 public:
  Line() { EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends_.data()), 0); }
  Line(const Line&) = delete;
  ~Line() {
    for (const int end : ends_) close(end);
  }

  int end() const { return ends_[0]; }

  std::string receive() const {
    std::string received;
    char block[65'536];
    for (ssize_t size = 0; (size = recv(ends_[1], block, sizeof block, MSG_DONTWAIT)) > 0;) {
      received.append(block, static_cast<std::size_t>(size));
    }
    return received;
  }

  // Returns how many bytes it took until there was no room for one more.
  std::size_t fill() const {
    std::size_t filled = 0;
    for (const std::size_t size : {1000u, 1u}) {
      while (::send(end(), std::string(size, 'f').data(), size, MSG_DONTWAIT) > 0) filled += size;
    }
    return filled;
  }

 private:
  std::array<int, 2> ends_{};
};

class Socket final : public FrameSender::Socket {
 public:
  explicit Socket(const Line& line) : line_(line) {}
  int native_handle() override { return line_.end(); }
  void on_unsent(std::span<const char> rest) override { unsent.append(rest.begin(), rest.end()); }

  std::string unsent;

 private:
  const Line& line_;
};

// Many sockets on few lines, because a batch has more frames than a process may have descriptors.
class Crowd {
 public:
  explicit Crowd(std::size_t sockets) : lines_(std::min<std::size_t>(sockets, 15)), expected_(lines_.size()) {
    for (std::size_t i = 0; i < sockets; ++i) sockets_.emplace_back(lines_[i % lines_.size()]);
  }

  // In each tick every socket is sent one frame.
  void run_ticks(FrameSender& sender, int ticks) {
    for (; ticks > 0; --ticks) {
      sender.begin_tick();
      for (std::size_t i = 0; i < sockets_.size(); ++i) {
        const std::string frame = std::to_string(number_++) + ' ';
        sender.settle(sockets_[i]);
        EXPECT_EQ(sender.send(sockets_[i], frame), static_cast<ssize_t>(frame.size()));
        expected_[i % lines_.size()] += frame;
      }
      sender.end_tick();
      for (std::size_t i = 0; i < lines_.size(); ++i)
        received_ += lines_[i].receive() == std::exchange(expected_[i], "");
    }
  }

  // Whether each tick's frames have arrived, each once and in order.
  bool received_all(int ticks) const { return received_ == lines_.size() * static_cast<std::size_t>(ticks); }

 private:
  std::vector<Line> lines_;
  std::vector<Socket> sockets_;
  std::vector<std::string> expected_;
  int number_ = 0;
  std::size_t received_ = 0;
};

struct Denied {
  const char* name;
  long number;
  int error;
};

class PartOfIoUring : public testing::TestWithParam<Denied> {
 protected:
  PartOfIoUring() {
    if (const std::string error = try_out_io_uring(); !error.empty()) reason_ = error;
  }
  void SetUp() override {
    if (!reason_.empty()) GTEST_SKIP() << reason_;
  }
  std::string reason_;
};

TEST_P(PartOfIoUring, IsFoundOutBeforeTheFirstFrame) {
  std::string error;
  without_system_call(GetParam().number, GetParam().error, [&] {
    const auto sender = IoUringSender::create();
    error = sender ? "none" : sender.error();
  });
  EXPECT_EQ(error.substr(0, 8), "io_uring") << error;
}

// The filter comes before the ring is bound to its thread, so that registering fails too.
TEST_P(PartOfIoUring, ThatIsDeniedBeforeTheFirstTickLosesNoFrame) {
  Crowd crowd(3);
  std::vector<std::string> reasons;
  auto sender = IoUringSender::create([&](const std::string& why) { reasons.push_back(why); });
  ASSERT_TRUE(sender);
  without_system_call(GetParam().number, GetParam().error, [&] { crowd.run_ticks(**sender, 5); });
  EXPECT_TRUE(crowd.received_all(5));
  ASSERT_EQ(reasons.size(), 1u);
  EXPECT_EQ(reasons[0].substr(0, 8), "io_uring");
}

TEST_P(PartOfIoUring, ThatIsDeniedLaterLosesNoFrameAndRepeatsNone) {
  Crowd crowd(1500);  // more than one system call takes
  auto sender = IoUringSender::create();
  ASSERT_TRUE(sender);
  std::thread([&] {
    crowd.run_ticks(**sender, 2);
    deny_system_call(GetParam().number, GetParam().error);
    crowd.run_ticks(**sender, 3);
  }).join();
  EXPECT_TRUE(crowd.received_all(5));
}

TEST_P(PartOfIoUring, ThatIsDeniedWhileAPeerHasNoRoomGivesItsFrameBackWhole) {
  const Line before, full, behind;
  Socket sockets[] = {Socket(before), Socket(full), Socket(behind)};
  const std::size_t filled = full.fill();
  auto sender = IoUringSender::create();
  ASSERT_TRUE(sender);
  std::thread([&] {
    (*sender)->begin_tick();
    for (Socket& socket : sockets) (*sender)->send(socket, std::string_view("frame"));
    deny_system_call(GetParam().number, GetParam().error);
    (*sender)->end_tick();
  }).join();
  EXPECT_EQ(before.receive() + behind.receive(), "frameframe");
  EXPECT_EQ(full.receive(), std::string(filled, 'f'));
  EXPECT_EQ(sockets[1].unsent, "frame");
}

INSTANTIATE_TEST_SUITE_P(Denied, PartOfIoUring,
                         testing::Values(Denied{"EnterWithEperm", SYS_io_uring_enter, EPERM},
                                         Denied{"EnterWithEnosys", SYS_io_uring_enter, ENOSYS},
                                         Denied{"EnterWithEagain", SYS_io_uring_enter, EAGAIN},
                                         Denied{"EnterWithEintr", SYS_io_uring_enter, EINTR},
                                         Denied{"EnterThatDoesNothing", SYS_io_uring_enter, 0}),
                         [](const auto& denied) { return denied.param.name; });

class RegisterOfIoUring : public PartOfIoUring {};

TEST_P(RegisterOfIoUring, IsFoundOutBeforeTheFirstFrame) {
  std::string error;
  without_system_call(GetParam().number, GetParam().error, [&] {
    const auto sender = IoUringSender::create();
    error = sender ? "none" : sender.error();
  });
  EXPECT_EQ(error.substr(0, 8), "io_uring") << error;
}

TEST_P(RegisterOfIoUring, ThatIsDeniedBeforeTheFirstTickLosesNoFrame) {
  Crowd crowd(3);
  auto sender = IoUringSender::create();
  ASSERT_TRUE(sender);
  without_system_call(GetParam().number, GetParam().error, [&] { crowd.run_ticks(**sender, 5); });
  EXPECT_TRUE(crowd.received_all(5));
}

INSTANTIATE_TEST_SUITE_P(Denied, RegisterOfIoUring,
                         testing::Values(Denied{"RegisterWithEperm", SYS_io_uring_register, EPERM},
                                         Denied{"RegisterThatDoesNothing", SYS_io_uring_register, 0},
                                         Denied{"SetupWithEperm", SYS_io_uring_setup, EPERM}),
                         [](const auto& denied) { return denied.param.name; });

// The frame that fills the batch is submitted by the send() of the next one, which is then in a batch of its own.
TEST(IoUringSender, ASocketHasOneFrameInABatchEvenIfSendingItSubmittedAFullOne) {
  auto sender = IoUringSender::create();
  if (!sender) GTEST_SKIP() << sender.error();
  const Line full, another;
  full.fill();
  Socket socket(full);
  std::vector<Socket> others(1024, Socket(another));
  (*sender)->begin_tick();
  for (Socket& other : others) (*sender)->send(other, std::string_view("o"));
  (*sender)->send(socket, std::string_view("first"));
  EXPECT_EQ(socket.unsent, "");
  (*sender)->settle(socket);
  EXPECT_EQ(socket.unsent, "first");
  (*sender)->end_tick();
}

}  // namespace
}  // namespace sws
