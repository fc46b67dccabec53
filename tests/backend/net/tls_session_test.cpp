#include "backend/net/tls_session.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "backend/net/tls_context.hpp"
#include "tests/backend/net/scripted_meter.hpp"
#include "tests/integration/test_authority.hpp"
#include "tests/integration/tls_peer.hpp"

namespace sws {
namespace {

using Progress = TlsSession::Progress;

const TlsContext& context() {
  static const TestAuthority authority;
  static const TlsContext context = *TlsContext::load(authority.issue());
  return context;
}

// Each test runs over TLS 1.3 and 1.2.
class TlsSessionTest : public testing::TestWithParam<int> {
 protected:
  // Takes the session's output.
  std::string take() {
    const std::string bytes(session_->output().begin(), session_->output().end());
    session_->sent(bytes.size());
    return bytes;
  }

  // Feeds the session `bytes` in pieces of `piece` bytes, and returns all plaintext that it reads.
  std::string feed(std::string_view bytes, std::size_t piece) {
    std::string plaintext;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
      session_->feed(bytes.substr(0, piece));
      plaintext += read_all();
    }
    return plaintext;
  }

  std::string read_all() {
    std::string plaintext;
    char block[100];
    TlsSession::Read read{};
    while ((read = session_->read(block)).progress == Progress::data) plaintext.append(block, read.size);
    last_ = read.progress;
    return plaintext;
  }

  // Exchanges the output of both sides, in pieces of `piece` bytes, until neither side has any.
  void settle(std::size_t piece = 100'000) {
    for (std::string bytes; !(bytes = peer_->take()).empty();) {
      received_by_session_ += feed(bytes, piece);
      for (std::string answer = take(); !answer.empty(); answer.erase(0, piece)) {
        received_by_peer_ += peer_->feed(answer.substr(0, piece));
      }
    }
    received_by_peer_ += peer_->feed(take());
  }

  std::unique_ptr<TlsSession> session_ = context().new_session();
  std::unique_ptr<TlsPeer> peer_ = std::make_unique<TlsPeer>(GetParam());
  Progress last_ = Progress::needs_input;
  std::string received_by_session_, received_by_peer_;
};

TEST_P(TlsSessionTest, UnderstandsAndIsUnderstoodHoweverTheBytesAreCut) {
  for (std::size_t piece = 1; piece < 700; ++piece) {
    session_ = context().new_session();
    peer_ = std::make_unique<TlsPeer>(GetParam());
    received_by_session_.clear();
    received_by_peer_.clear();
    settle(piece);
    ASSERT_TRUE(peer_->is_connected()) << piece;
    peer_->write("question");
    peer_->write("another");
    settle(piece);
    ASSERT_EQ(received_by_session_, "questionanother") << piece;
    ASSERT_TRUE(session_->write(std::string_view("answer")));
    settle(piece);
    ASSERT_EQ(received_by_peer_, "answer") << piece;
  }
}

TEST_P(TlsSessionTest, KeepsPlaintextThatTheReaderHasNoRoomForYet) {
  settle();
  peer_->write("abc");
  peer_->write("def");
  session_->feed(peer_->take());
  std::string read;
  for (char byte; session_->read(std::span(&byte, 1)).progress == Progress::data;) read += byte;
  EXPECT_EQ(read, "abcdef");
}

TEST_P(TlsSessionTest, PeekLeavesThePlaintextThere) {
  settle();
  EXPECT_EQ(session_->peek().progress, Progress::needs_input);
  peer_->write("x");
  session_->feed(peer_->take());
  EXPECT_EQ(session_->peek().progress, Progress::data);
  EXPECT_EQ(session_->peek().progress, Progress::data);
  EXPECT_EQ(read_all(), "x");
}

TEST_P(TlsSessionTest, PeekDrivesTheHandshakeToo) {
  session_->feed(peer_->take());
  EXPECT_EQ(session_->peek().progress, Progress::needs_input);
  EXPECT_TRUE(session_->has_output());
}

TEST_P(TlsSessionTest, WritesMoreThanARecordHolds) {
  settle();
  const std::string text(100'000, 't');
  ASSERT_TRUE(session_->write(std::string_view("small")));
  ASSERT_EQ(peer_->feed(take()), "small");
  ASSERT_TRUE(session_->write(text));
  EXPECT_LT(session_->output().size(), text.size() + 1000) << "the records are small ones";
  settle();
  EXPECT_EQ(received_by_peer_, text);
}

TEST_P(TlsSessionTest, BytesThatArePutBackGoOutFirst) {
  settle();
  const auto records = session_->encrypt(std::string_view("first"));
  const std::string first(records.begin(), records.end());
  EXPECT_FALSE(session_->has_output());
  ASSERT_TRUE(session_->write(std::string_view("second")));
  session_->put_back(std::string_view(first).substr(3));
  EXPECT_EQ(peer_->feed(first.substr(0, 3)), "");
  EXPECT_EQ(peer_->feed(take()), "firstsecond");
}

TEST_P(TlsSessionTest, TheEndIsSaidAndUnderstood) {
  settle();
  session_->close();
  session_->close();
  settle();
  EXPECT_TRUE(peer_->was_told_the_end());
  peer_->close();
  settle();
  EXPECT_EQ(last_, Progress::ended);
}

TEST_P(TlsSessionTest, TheEndOfTcpIsTheEndToo) {
  settle();
  session_->feed_end();
  EXPECT_EQ(read_all(), "");
  EXPECT_EQ(last_, Progress::ended);
}

TEST_P(TlsSessionTest, AnAlteredRecordFailsAndSaysSo) {
  settle();
  peer_->write("question");
  std::string bytes = peer_->take();
  bytes.back() ^= 1;
  EXPECT_EQ(feed(bytes, bytes.size()), "");
  EXPECT_EQ(last_, Progress::failed);
  EXPECT_STRNE(session_->failure(), "");
  EXPECT_THROW(peer_->feed(take()), std::runtime_error);  // an alert
  EXPECT_FALSE(session_->write(std::string_view("x")));
  session_->close();
  EXPECT_FALSE(session_->has_output());
}

TEST_P(TlsSessionTest, APeerThatDoesNotSpeakTlsFails) {
  feed(std::string_view("\x16\x03\x01\x00\x05hello", 10), 100);
  EXPECT_EQ(last_, Progress::failed);
}

TEST_P(TlsSessionTest, LeavingDuringTheHandshakeIsSaid) {
  const std::string flight = peer_->take();
  feed(flight.substr(0, flight.size() / 2), 10'000);
  session_->feed_end();
  read_all();
  EXPECT_TRUE(last_ == Progress::failed || last_ == Progress::ended);
}

TEST_P(TlsSessionTest, AnAnswerThatAReadOwesIsToldFromOtherOutput) {
  session_->feed(peer_->take());
  read_all();
  EXPECT_TRUE(session_->owes_answer());  // an answer of the handshake
  peer_->feed(take());
  EXPECT_FALSE(session_->owes_answer());
  settle();
  ASSERT_TRUE(session_->write(std::string_view("answer")));
  EXPECT_FALSE(session_->owes_answer());
}

TEST_P(TlsSessionTest, TheMeterHearsOfEachRecordAndOfNoMessageOfTheHandshake) {
  ScriptedMeter meter;
  session_->set_meter(meter);
  settle();
  const unsigned before = meter.records;
  EXPECT_GT(before, 0U);
  for (const char* text : {"one ", "two ", "three"}) peer_->write(text);
  EXPECT_EQ(feed(peer_->take(), 10), "one two three");
  EXPECT_EQ(meter.records - before, 3U);
  EXPECT_EQ(meter.messages, 0U);
}

TEST_P(TlsSessionTest, NothingIsDecryptedBehindTheRecordThatTheMeterRefuses) {
  settle();
  ScriptedMeter meter;
  meter.most_records = 1;
  session_->set_meter(meter);
  for (const char* text : {"allowed ", "refused ", "unseen"}) peer_->write(text);
  const std::string bytes = peer_->take();
  EXPECT_TRUE(feed(bytes, bytes.size()).starts_with("allowed "));
  EXPECT_EQ(last_, Progress::needs_input);
  EXPECT_TRUE(session_->ignores_input());
  peer_->write("more");
  EXPECT_EQ(feed(peer_->take(), 10'000), "");
  EXPECT_EQ(meter.records, 2U);
  ASSERT_TRUE(session_->write(std::string_view("farewell")));  // the other direction is still open
  settle();
  EXPECT_EQ(received_by_peer_, "farewell");
  session_->feed_end();
  read_all();
  EXPECT_EQ(last_, Progress::ended);
}

INSTANTIATE_TEST_SUITE_P(Version, TlsSessionTest, testing::Values(TLS1_3_VERSION, TLS1_2_VERSION),
                         [](const auto& version) { return version.param == TLS1_3_VERSION ? "Tls13" : "Tls12"; });

class Tls13SessionTest : public TlsSessionTest {};

TEST_P(Tls13SessionTest, KeysAreChangedInBothDirections) {
  settle();
  peer_->update_key();
  peer_->write("new key");
  settle();
  EXPECT_EQ(received_by_session_, "new key");
  ASSERT_TRUE(session_->write(std::string_view("my own")));
  settle();
  EXPECT_EQ(received_by_peer_, "my own");
}

TEST_P(Tls13SessionTest, EachKeyUpdateIsJudgedAndNoneBehindTheOneThatIsRefused) {
  settle();
  ScriptedMeter meter;
  meter.most_messages = 100;
  session_->set_meter(meter);
  for (int i = 0; i < 200; ++i) peer_->update_key();
  peer_->write("behind");
  EXPECT_EQ(feed(peer_->take(), 100'000), "");  // in one piece
  EXPECT_EQ(last_, Progress::needs_input);
  EXPECT_EQ(meter.messages, 101U);
  EXPECT_FALSE(feed("more", 100) == "more");
  EXPECT_EQ(meter.messages, 101U);
}

// RFC 8446 §5 has them ignored, because old peers send one.
TEST_P(Tls13SessionTest, ChangeCipherSpecRecordsWithoutEndFailTheSession) {
  settle();
  std::string records;
  for (int i = 0; i < 40; ++i) records += std::string("\x14\x03\x03\x00\x01\x01", 6);
  feed(records, 10'000);
  EXPECT_EQ(last_, Progress::failed);
}

TEST_P(Tls13SessionTest, WithoutAMeterAFewKeyUpdatesAreAllowedAndThenTheSessionFails) {
  settle();
  for (unsigned i = 0; i < TlsSession::kMostMessages; ++i) peer_->update_key();
  peer_->write("behind");
  EXPECT_EQ(feed(peer_->take(), 100'000), "behind");
  peer_->update_key();
  peer_->write("too late");
  EXPECT_EQ(feed(peer_->take(), 100'000), "");
  EXPECT_EQ(last_, Progress::failed);
  EXPECT_STREQ(session_->failure(), "too many key updates or renegotiations");
  EXPECT_EQ(read_all(), "");
}

INSTANTIATE_TEST_SUITE_P(Version, Tls13SessionTest, testing::Values(TLS1_3_VERSION));

class Tls12SessionTest : public TlsSessionTest {};

TEST_P(Tls12SessionTest, RenegotiationIsRefused) {
  settle();
  ScriptedMeter meter;
  session_->set_meter(meter);
  SSL_renegotiate(peer_->ssl());
  SSL_do_handshake(peer_->ssl());
  feed(peer_->take(), 10'000);
  EXPECT_EQ(last_, Progress::needs_input);  // the refusal is a warning: the connection goes on
  EXPECT_TRUE(session_->has_output());
  EXPECT_LT(session_->output().size(), 100U);  // an alert, not a ServerHello
  EXPECT_EQ(meter.messages, 1U);
}

INSTANTIATE_TEST_SUITE_P(Version, Tls12SessionTest, testing::Values(TLS1_2_VERSION));

}  // namespace
}  // namespace sws
