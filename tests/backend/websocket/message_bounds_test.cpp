#include "backend/websocket/message_bounds.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/backend/websocket/websocket_fixture.hpp"

namespace sws {
namespace {

using namespace std::literals;

// A frame whose payload has so many bytes that its length takes eight.
std::string huge_frame(std::size_t payload) {
  std::string frame{'\x82', '\xff'};
  for (int byte = 8; byte-- > 0;) frame += static_cast<char>(payload >> (8 * byte) & 0xff);
  return frame.append(4, '\0').append(payload, 'h');
}

TEST(MessageBounds, EndBehindEachMessageOfAnyLength) {
  MessageBounds bounds;
  for (const std::size_t size : {0U, 1U, 125U, 126U, 65'535U}) {
    const std::string message = client_frame(kText, std::string(size, 'x'));
    EXPECT_EQ(bounds.take(message + "next"), message.size());
    EXPECT_TRUE(bounds.message_ended());
    EXPECT_TRUE(bounds.between_messages());
  }
  const std::string huge = huge_frame(70'000);
  EXPECT_EQ(bounds.take(huge + "next"), huge.size());
  EXPECT_TRUE(bounds.between_messages());
  EXPECT_EQ(bounds.take(""), 0U);
}

TEST(MessageBounds, AreTheSameHoweverTheBytesAreCut) {
  const std::string message = client_frame(kPing, "ping") + client_frame(kTextBegins, std::string(300, 'x')) +
                              client_frame(kContinues, "") + client_frame(kPong, "") + client_frame(kEnds, "x");
  for (std::size_t cut = 1; cut < message.size(); ++cut) {
    MessageBounds bounds;
    EXPECT_EQ(bounds.take(message.substr(0, cut)), cut);
    EXPECT_FALSE(bounds.message_ended());
    EXPECT_EQ(bounds.take(message.substr(cut) + "next"), message.size() - cut);
    EXPECT_TRUE(bounds.message_ended());
  }
}

TEST(MessageBounds, OfAFrameWithoutAMaskAreRightToo) {
  MessageBounds bounds;
  EXPECT_EQ(bounds.take("\x81\x02hi\x81"), 4U);
}

TEST(MessageBounds, AMessageEndsWithItsLastFragmentAndAPingIsNone) {
  MessageBounds bounds;
  std::vector<bool> between, ended;
  for (const auto kind : {kPing, kTextBegins, kPing, kContinues, kPong, kEnds, kPing, kText}) {
    bounds.take(client_frame(kind, "x"));
    between.push_back(bounds.between_messages());
    ended.push_back(bounds.message_ended());
  }
  EXPECT_EQ(between, (std::vector{true, false, false, false, false, true, true, true}));
  EXPECT_EQ(ended, (std::vector{false, false, false, false, false, true, false, true}));
}

TEST(MessageBounds, WithinAFrameThereIsAMessage) {
  MessageBounds bounds;
  const std::string ping = client_frame(kPing, "ping");
  for (std::size_t taken = 1; taken < ping.size(); ++taken) {
    bounds.take(ping.substr(taken - 1, 1));
    EXPECT_FALSE(bounds.between_messages());
  }
}

TEST(MessageBounds, ALengthOf64BitsNeverEnds) {
  MessageBounds bounds;
  const std::string header = "\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00"s;
  EXPECT_EQ(bounds.take(header + "x"), header.size() + 1);
  EXPECT_EQ(bounds.take(std::string(100'000, 'x')), 100'000U);
  EXPECT_FALSE(bounds.between_messages());
}

}  // namespace
}  // namespace sws
