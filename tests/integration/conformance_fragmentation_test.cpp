// RFC 6455 §5.4: fragments, with control frames between them, each sent in one write and byte by byte.
#include "tests/integration/echo_test.hpp"

namespace sws {
namespace {

struct Fragments {
  const char* name;
  std::string bytes;
  std::vector<Frame> answers;
};

class Fragmentation : public WithEchoServer<testing::TestWithParam<Fragments>> {};

TEST_P(Fragmentation, IsUndoneAndControlFramesAreAnsweredMeanwhile) {
  for (const std::size_t piece : {0u, 1u}) {
    RawConnection client = open();
    client.send_in_pieces(GetParam().bytes, piece);
    for (const Frame& answer : GetParam().answers) expect_frame(client, answer.first_byte, answer.payload);
    expect_echo(client);
  }
}

std::string text(std::string_view payload) {
  return client_frame(kText, payload);
}
std::string more(std::string_view payload) {
  return client_frame(kContinuation, payload);
}
std::string last(std::string_view payload) {
  return client_frame(kFin | kContinuation, payload);
}
std::string ping(std::string_view payload) {
  return client_frame(kPing, payload);
}

INSTANTIATE_TEST_SUITE_P(
    Rfc6455, Fragmentation,
    testing::Values(
        Fragments{"TwoFragments", text("frag") + last("ment"), {{0x81, "fragment"}}},
        Fragments{"BinaryFragments", client_frame(kBinary, "\xff") + last("\xfe"), {{0x82, "\xff\xfe"}}},
        Fragments{"FourFragments", text("a") + more("b") + more("c") + last("d"), {{0x81, "abcd"}}},
        Fragments{"APingBetween", text("a") + ping("p") + last("b"), {{0x8a, "p"}, {0x81, "ab"}}},
        Fragments{"PingsBetweenAll",
                  text("a") + ping("1") + more("b") + ping("2") + more("c") + ping("3") + last("d"),
                  {{0x8a, "1"}, {0x8a, "2"}, {0x8a, "3"}, {0x81, "abcd"}}},
        Fragments{"APongBetween", text("a") + client_frame(kPong, "p") + last("b"), {{0x81, "ab"}}},
        Fragments{"EmptyFirst", text("") + last("b"), {{0x81, "b"}}},
        Fragments{"EmptyMiddle", text("a") + more("") + more("") + last("b"), {{0x81, "ab"}}},
        Fragments{"EmptyLast", text("a") + last(""), {{0x81, "a"}}},
        Fragments{"AllEmpty", text("") + more("") + last(""), {{0x81, ""}}},
        Fragments{"TwoMessages", text("a") + last("b") + text("c") + last("d"), {{0x81, "ab"}, {0x81, "cd"}}},
        Fragments{"LargeAndSmall",
                  text(std::string(5000, 'a')) + ping("p") + last("b") + text("c") + last("d"),
                  {{0x8a, "p"}, {0x81, std::string(5000, 'a') + 'b'}, {0x81, "cd"}}}),
    [](const auto& test) { return test.param.name; });

struct Broken {
  const char* name;
  std::string bytes;
};

class BrokenFragmentation : public WithEchoServer<testing::TestWithParam<Broken>> {};

TEST_P(BrokenFragmentation, FailsTheConnection) {
  for (const std::size_t piece : {0u, 1u}) {
    RawConnection client = open();
    client.send_in_pieces(client_frame(kFin | kText, "fine") + GetParam().bytes, piece);
    expect_frame(client, kFin | kText, "fine");
    expect_close(client, 1002);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rfc6455, BrokenFragmentation,
    testing::Values(Broken{"AContinuationOfNothing", more("a") + last("b")},
                    Broken{"ALastFragmentOfNothing", last("a")},
                    Broken{"ANewTextInsideAMessage", text("a") + client_frame(kFin | kText, "b")},
                    Broken{"ANewFragmentedTextInsideAMessage", text("a") + text("b")},
                    Broken{"ANewBinaryInsideAMessage", text("a") + client_frame(kFin | kBinary, "b")},
                    Broken{"AFragmentedPingInsideAMessage", text("a") + client_frame(0x09, "p")}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace sws
