#include "backend/net/byte_stream.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include "tests/backend/net/scripted_meter.hpp"
#include "tests/backend/net/tls_loopback.hpp"

namespace sws {
namespace {

namespace net = boost::asio;
using boost::system::error_code;

// All tests run over TLS, because over plain TCP a ByteStream only forwards to Asio.
class ByteStreamTest : public testing::Test {
 protected:
  void start_read() {
    read_ = false;
    link_.stream().async_read_some(net::buffer(into_), [this](error_code error, std::size_t size) {
      read_ = true;
      error_ = error;
      text_.append(into_, size);
    });
  }
  void read_until(std::size_t size) {
    while (text_.size() < size) {
      start_read();
      link_.run_until([this] { return read_; });
      ASSERT_FALSE(error_) << error_.message();
    }
  }

  TlsLoopback link_;
  char into_[3];  // so small that plaintext stays behind in OpenSSL
  bool read_ = false;
  error_code error_;
  std::string text_;
};

TEST_F(ByteStreamTest, ReadsWhatThePeerWrote) {
  link_.handshake();
  link_.peer().write("question");
  link_.peer().write("another");
  link_.peer_says();
  read_until(15);
  EXPECT_EQ(text_, "questionanother");
}

TEST_F(ByteStreamTest, PlaintextThatIsDecryptedAlreadyIsNotWaitedFor) {
  link_.handshake();
  link_.peer().write("question");
  link_.peer_says();
  read_until(3);
  bool readable = false;
  link_.stream().async_wait_readable([&](error_code error) { readable = !error; });
  link_.run_until([&] { return readable; });
  read_until(8);
  EXPECT_EQ(text_, "question");
}

TEST_F(ByteStreamTest, IsNotReadableForWhatOnlyTlsSays) {
  link_.handshake();
  link_.peer_reads();
  bool readable = false;
  link_.stream().async_wait_readable([&](error_code) { readable = true; });
  for (int i = 0; i < 2; ++i) link_.peer().update_key();  // OpenSSL answers the last one with the next write
  link_.peer_says();
  const std::size_t before = link_.bytes_received();
  link_.run_until([&] { return link_.bytes_received() > before; });  // the answer to the first key update
  EXPECT_FALSE(readable);
  link_.peer().write("y");
  link_.peer_says();
  link_.run_until([&] { return readable; });
  read_until(1);
  EXPECT_EQ(text_, "y");
}

TEST_F(ByteStreamTest, WritesMoreThanTheKernelHasRoomFor) {
  link_.handshake();
  std::string text;
  for (int i = 0; text.size() < 500'000; ++i) text += std::to_string(i) + ' ';
  bool written = false;
  net::async_write(link_.stream(), net::buffer(text), [&](error_code error, std::size_t size) {
    EXPECT_FALSE(error);
    EXPECT_EQ(size, text.size());
    written = true;
  });
  link_.peer_reads();
  link_.run_until([&] { return link_.received().size() >= text.size(); });
  EXPECT_EQ(link_.received(), text);
  EXPECT_TRUE(written);
}

TEST_F(ByteStreamTest, GathersThePiecesOfAWriteIntoOneRecord) {
  link_.handshake();
  bool written = false;
  const std::array<net::const_buffer, 3> pieces = {net::buffer("ab", 2), net::buffer("", 0), net::buffer("cd", 2)};
  net::async_write(link_.stream(), pieces, [&](error_code, std::size_t) { written = true; });
  link_.peer_reads();
  link_.run_until([&] { return link_.received().size() == 4; });
  EXPECT_EQ(link_.received(), "abcd");
  EXPECT_TRUE(written);
}

// Each key update requires an answer, which is kept until the peer reads.
TEST_F(ByteStreamTest, APeerThatDoesNotReadItsAnswersIsNotReadEither) {
  link_.handshake();
  ScriptedMeter any_number;
  link_.stream().tls()->set_meter(any_number);
  constexpr std::size_t kTooMuch = 64 * 1024;
  start_read();
  std::size_t most = 0;
  for (int quiet = 0; quiet < 100 && most < kTooMuch; ++quiet) {
    link_.peer().update_key();
    if (link_.peer_tries_to_say()) quiet = 0;
    link_.context().restart();
    link_.context().poll();
    most = std::max(most, link_.stream().tls()->output().size());
  }
  EXPECT_GT(most, 0U);
  EXPECT_LT(most, kTooMuch);
  EXPECT_FALSE(read_);
}

TEST_F(ByteStreamTest, APeerThatDoesNotSpeakTlsIsReadInPlain) {
  link_.say("GET / HTTP/1.1\r\n");
  start_read();
  link_.run_until([this] { return read_; });
  EXPECT_EQ(text_, "GET");
  EXPECT_EQ(link_.stream().tls(), nullptr);
  read_until(16);
  EXPECT_EQ(text_, "GET / HTTP/1.1\r\n");
}

TEST_F(ByteStreamTest, APeerWhoseTlsIsBrokenFailsTheRead) {
  link_.say(std::string_view("\x16\x03\x01\x00\x05hello", 10));
  start_read();
  link_.run_until([this] { return read_; });
  EXPECT_TRUE(error_);
  EXPECT_NE(error_, net::error::eof);
}

TEST_F(ByteStreamTest, APeerThatLeavesEndsTheRead) {
  link_.handshake();
  start_read();
  link_.peer_leaves();
  link_.run_until([this] { return read_; });
  EXPECT_EQ(error_, net::error::eof);
}

TEST_F(ByteStreamTest, ClosingSaysSo) {
  link_.handshake();
  link_.peer_reads();
  link_.stream().close();
  link_.run_until([this] { return link_.tcp_ended(); });
  EXPECT_TRUE(link_.peer().was_told_the_end());
}

TEST_F(ByteStreamTest, ClosingEndsWhatIsPending) {
  link_.handshake();
  start_read();
  link_.stream().close();
  link_.run_until([this] { return read_; });
  EXPECT_EQ(error_, net::error::operation_aborted);
}

}  // namespace
}  // namespace sws
