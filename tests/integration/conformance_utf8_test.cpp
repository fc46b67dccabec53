// RFC 6455 §8.1, RFC 3629: what is UTF-8 is echoed; what is not ends the connection with 1007 as soon as the byte
// that makes it so has come, however the text is cut.
#include "tests/integration/echo_test.hpp"

namespace sws {
namespace {

// A text of one frame, of a frame a byte, of a TCP write a byte.
std::string in_frames_of_a_byte(std::string_view text) {
  std::string frames = client_frame(kText, "");
  for (const char byte : text) frames += client_frame(kContinuation, {&byte, 1});
  return frames;
}

std::string name_of(std::string_view bytes) {
  std::string name;
  for (const char character : bytes) {
    constexpr const char* kDigits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(character);
    name += {kDigits[byte >> 4], kDigits[byte & 0xf]};
  }
  return name;
}

class Utf8 : public WithEchoServer<testing::TestWithParam<std::string>> {};

TEST_P(Utf8, IsEchoed) {
  for (const std::string& text : {GetParam(), "before " + GetParam() + " behind", GetParam() + GetParam(),
                                  std::string(127, 'x') + GetParam()}) {
    RawConnection client = open();
    client.send(client_frame(kFin | kText, text));
    expect_frame(client, kFin | kText, text);
    client.send_in_pieces(client_frame(kFin | kText, text), 1);
    expect_frame(client, kFin | kText, text);
    client.send(in_frames_of_a_byte(text) + client_frame(kFin | kContinuation, ""));
    expect_frame(client, kFin | kText, text);
  }
}

INSTANTIATE_TEST_SUITE_P(Valid, Utf8,
                         testing::Values(std::string(1, '\0'), "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80",
                                         "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbd", "\xef\xbf\xbe",
                                         "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf0\x9f\xbf\xbe", "\xf4\x8f\xbf\xbf",
                                         "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"),
                         [](const auto& test) { return name_of(test.param); });

// Texts that end with the byte that is wrong.
class BrokenUtf8 : public WithEchoServer<testing::TestWithParam<std::string>> {};

constexpr std::string_view kGood = "\xce\xba\xe1\xbd\xb9\xcf\x83\xf0\x9f\x98\x80";  // 11 bytes

TEST_P(BrokenUtf8, FailsTheConnection) {
  RawConnection client = open();
  client.send(client_frame(kFin | kText, std::string(kGood) + GetParam() + "edited"));
  expect_close(client, 1007);
}

// The rest of the frame never comes: what has come must do.
TEST_P(BrokenUtf8, FailsTheConnectionInTheMiddleOfAFrame) {
  for (const std::size_t piece : {0u, 1u}) {
    const std::string bad = std::string(kGood) + GetParam();
    const std::string frame = client_frame(kFin | kText, bad + std::string(100 - bad.size(), 'x'));
    RawConnection client = open();
    client.send_in_pieces(std::string_view(frame).substr(0, 6 + bad.size()), piece);
    expect_close(client, 1007);
  }
}

TEST_P(BrokenUtf8, FailsTheConnectionInTheMiddleOfALongFrame) {
  std::string bad(20'000, 'x');
  bad.replace(0, kGood.size(), kGood);
  bad += GetParam();
  const std::string frame = client_frame(kFin | kText, bad + std::string(20'000, 'x'));
  RawConnection client = open();
  client.send(std::string_view(frame).substr(0, 8 + bad.size()));
  expect_close(client, 1007);
}

TEST_P(BrokenUtf8, FailsTheConnectionInTheMiddleOfAMessage) {
  RawConnection client = open();
  client.send(client_frame(kText, kGood) + in_frames_of_a_byte(GetParam()).substr(6));
  expect_close(client, 1007);
}

INSTANTIATE_TEST_SUITE_P(Invalid, BrokenUtf8,
                         testing::Values("\x80", "\xbf", "\xc0", "\xc1", "\xf5", "\xfe", "\xff", "\xc2\x20",
                                         "\xdf\xc0", "\xe0\x80", "\xe0\x9f", "\xe1\x20", "\xe1\x80\x20", "\xed\xa0",
                                         "\xed\xbf", "\xef\xbf\xc0", "\xf0\x80", "\xf0\x8f", "\xf1\x80\x20",
                                         "\xf1\x80\x80\x20", "\xf4\x90", "\xf8", "\xfc"),
                         [](const auto& test) { return name_of(test.param); });

// A text that ends inside a code point.
class UnfinishedUtf8 : public WithEchoServer<testing::TestWithParam<std::string>> {};

TEST_P(UnfinishedUtf8, FailsTheConnectionAtTheEndOfTheMessage) {
  const std::string text = std::string(kGood) + GetParam();
  for (const std::string& frames :
       {client_frame(kFin | kText, text), in_frames_of_a_byte(text) + client_frame(kFin | kContinuation, ""),
        client_frame(kText, kGood) + client_frame(kFin | kContinuation, GetParam())}) {
    RawConnection client = open();
    client.send(frames + client_frame(kClose, close_payload(1007)));
    expect_close(client, 1007);
  }
}

INSTANTIATE_TEST_SUITE_P(Truncated, UnfinishedUtf8,
                         testing::Values("\xc2", "\xdf", "\xe0\xa0", "\xe1", "\xef\xbf", "\xf0", "\xf0\x90",
                                         "\xf0\x90\x80", "\xf4\x8f\xbf"),
                         [](const auto& test) { return name_of(test.param); });

TEST_F(Conformance, BytesThatAreNotUtf8AreFineInABinaryMessage) {
  RawConnection client = open();
  client.send(client_frame(kFin | kBinary, "\xff\xfe\xc0\xed\xa0\x80"));
  expect_frame(client, kFin | kBinary, "\xff\xfe\xc0\xed\xa0\x80");
}

}  // namespace
}  // namespace sws
