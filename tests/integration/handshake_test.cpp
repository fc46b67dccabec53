// From HTTP to WebSocket on the one port (RFC 6455 §4.2): what opens the stream and what is refused, and how.
#include <gtest/gtest.h>

#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"

namespace sws {
namespace {

class Handshake : public testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = new Server({"--interval-ms", "3600000"}); }
  static void TearDownTestSuite() { delete server_; }

  static Response answer_to(std::string_view bytes) {
    RawConnection connection(server_->port());
    connection.send(bytes);
    return connection.receive_response();
  }

  // A GET of the stream with exactly these header lines beside Host.
  static Response answer_with_header(std::string_view header_lines) {
    return answer_to(request("GET /ws/some_url/", header_lines));
  }

  static inline Server* server_ = nullptr;
};

constexpr const char* kKey = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
constexpr const char* kVersion = "Sec-WebSocket-Version: 13\r\n";
constexpr const char* kUpgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";

std::string lines(std::initializer_list<std::string_view> parts) {
  std::string result;
  for (const std::string_view part : parts) result += part;
  return result;
}

TEST_F(Handshake, AnswersTheKeyOfTheRfcWithItsAccept) {
  const Response response = answer_to(upgrade_request());
  EXPECT_EQ(response.result_int(), 101u);
  EXPECT_EQ(response["Sec-WebSocket-Accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST_F(Handshake, WorksWithoutTheSlashAtTheEnd) {
  EXPECT_EQ(answer_to(upgrade_request("/ws/some_url")).result_int(), 101u);
}

TEST_F(Handshake, IgnoresAQueryItDoesNotKnow) {
  RawConnection viewer(server_->port());
  viewer.send(upgrade_request("/ws/some_url/?room=7"));
  ASSERT_EQ(viewer.receive_response().result_int(), 101u);
  EXPECT_NO_THROW(number_in(viewer.receive_frame().payload));
}

TEST_F(Handshake, DoesNotLookAtTheCaseOfTheHeader) {
  EXPECT_EQ(
      answer_with_header(lines({"UPGRADE: WebSocket\r\nconnection: uPGRADE\r\n", kVersion, kKey})).result_int(),
      101u);
}

TEST_F(Handshake, TakesConnectionWithKeepAliveInTheSameField) {
  const auto header = lines({"Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n", kVersion, kKey});
  EXPECT_EQ(answer_with_header(header).result_int(), 101u);
}

TEST_F(Handshake, TakesConnectionWithKeepAliveInAnotherField) {
  const auto header =
      lines({"Upgrade: websocket\r\nConnection: keep-alive\r\nConnection: Upgrade\r\n", kVersion, kKey});
  EXPECT_EQ(answer_with_header(header).result_int(), 101u);
}

TEST_F(Handshake, SelectsNoExtensionAndNoSubprotocol) {
  const Response response = answer_to(upgrade_request(
      "/ws/some_url/", "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Protocol: chat\r\n"));
  EXPECT_EQ(response.result_int(), 101u);
  EXPECT_EQ(response.count("Sec-WebSocket-Extensions"), 0u);
  EXPECT_EQ(response.count("Sec-WebSocket-Protocol"), 0u);
}

TEST_F(Handshake, LosesNoFrameThatComesBehindTheRequestInTheSameWrite) {
  RawConnection viewer(server_->port());
  viewer.send(upgrade_request() + client_frame(0x89, "early"));
  ASSERT_EQ(viewer.receive_response().result_int(), 101u);
  Frame frame = viewer.receive_frame();
  if (frame.first_byte == 0x81) frame = viewer.receive_frame();  // the first number may come before the pong
  EXPECT_EQ(frame.first_byte, 0x8a);
  EXPECT_EQ(frame.payload, "early");
}

TEST_F(Handshake, LosesNoneOfManyFramesThatComeBehindTheRequestHoweverTheyAreCut) {
  std::string bytes = upgrade_request();
  for (int i = 0; i < 20; ++i) bytes += client_frame(0x89, "early " + std::to_string(i));
  for (const std::size_t piece : {0u, 1u, 400u}) {
    RawConnection viewer(server_->port());
    viewer.send_in_pieces(bytes, piece);
    ASSERT_EQ(viewer.receive_response().result_int(), 101u);
    for (int i = 0; i < 20; ++i) {
      Frame frame = viewer.receive_frame();
      if (frame.first_byte == 0x81) frame = viewer.receive_frame();  // the first number
      EXPECT_EQ(frame.payload, "early " + std::to_string(i));
    }
  }
}

TEST_F(Handshake, FollowsAnotherRequestOnTheSameConnectionInTheSameWrite) {
  RawConnection viewer(server_->port());
  viewer.send(request("GET /") + upgrade_request());
  EXPECT_EQ(viewer.receive_response().result_int(), 200u);
  EXPECT_EQ(viewer.receive_response().result_int(), 101u);
  EXPECT_EQ(viewer.receive_frame().first_byte, 0x81);
}

TEST_F(Handshake, TellsAPlainGetToUpgrade) {
  for (const char* target : {"/ws/some_url/", "/ws/some_url"}) {
    const Response response = get(server_->port(), target);
    EXPECT_EQ(response.result_int(), 426u) << target;
    EXPECT_EQ(response["Upgrade"], "websocket") << target;
    EXPECT_NE(response["Connection"].find("pgrade"), std::string_view::npos) << target;
  }
}

TEST_F(Handshake, RefusesAnotherVersionAndNamesItsOwn) {
  for (const char* version : {"8", "0", "14", "113", "thirteen"}) {
    const Response response =
        answer_with_header(lines({kUpgrade, "Sec-WebSocket-Version: ", version, "\r\n", kKey}));
    EXPECT_EQ(response.result_int(), 426u) << version;
    EXPECT_EQ(response["Sec-WebSocket-Version"], "13") << version;
  }
}

TEST_F(Handshake, RefusesTwoVersions) {
  const auto header = lines({kUpgrade, kVersion, "Sec-WebSocket-Version: 8\r\n", kKey});
  const unsigned status = answer_with_header(header).result_int();
  EXPECT_TRUE(status == 400u || status == 426u) << status;
}

TEST_F(Handshake, RefusesAKeyThatIsNotSixteenBytesInBase64) {
  for (const char* key : {"", "x", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25j",
                          "dGhlIHNhbXBsZSBub25jZTEyMw==", "dGhlIHNhbXBsZSBub25jZ!==", "dGhlIHNhbXBsZSBub25jZ==="}) {
    const auto header = lines({kUpgrade, kVersion, "Sec-WebSocket-Key: ", key, "\r\n"});
    EXPECT_EQ(answer_with_header(header).result_int(), 400u) << key;
  }
}

TEST_F(Handshake, RefusesAMissingKey) {
  EXPECT_EQ(answer_with_header(lines({kUpgrade, kVersion})).result_int(), 400u);
}

TEST_F(Handshake, RefusesTwoKeys) {
  EXPECT_EQ(answer_with_header(lines({kUpgrade, kVersion, kKey, kKey})).result_int(), 400u);
}

TEST_F(Handshake, RefusesABody) {  // whose bytes would be taken for frames
  for (const char* field : {"Content-Length: 2\r\n", "Transfer-Encoding: chunked\r\n"}) {
    EXPECT_EQ(answer_to(upgrade_request("/ws/some_url/", field)).result_int(), 400u) << field;
  }
  EXPECT_EQ(answer_to(upgrade_request("/ws/some_url/", "Content-Length: 0\r\n")).result_int(), 101u);
}

TEST_F(Handshake, RefusesHttp10) {
  std::string old = upgrade_request();
  old.replace(old.find("HTTP/1.1"), 8, "HTTP/1.0");
  EXPECT_NE(answer_to(old).result_int(), 101u);
}

TEST_F(Handshake, RefusesAnotherMethod) {
  std::string post = upgrade_request();
  post.replace(0, 3, "POST");
  const unsigned status = answer_to(post).result_int();
  EXPECT_TRUE(status == 400u || status == 405u) << status;
}

TEST_F(Handshake, FindsNoStreamElsewhere) {
  for (const char* target : {"/ws/", "/ws/some_url/more", "/ws/other/", "/nothing"}) {
    EXPECT_EQ(answer_to(upgrade_request(target)).result_int(), 404u) << target;
  }
}

TEST_F(Handshake, ServesThePageWhereAnUpgradeIsOnlyOffered) {
  // RFC 9110 §7.8: a server may ignore Upgrade; curl and others send "Upgrade: h2c" with ordinary requests.
  const Response response = get(server_->port(), "/", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n");
  EXPECT_EQ(response.result_int(), 200u);
}

}  // namespace
}  // namespace sws
