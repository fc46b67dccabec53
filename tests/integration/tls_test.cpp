// The server over TLS, by a client that is not of our making: the handshake, HTTP, and what is refused.
#include "tests/integration/tls_fixture.hpp"

namespace sws {
namespace {

const std::string kHttp11 = "\x08http/1.1";
const std::string kHttp2 = "\x02h2";

TEST_F(Tls, SaysThatItServesHttps) {
  const Server server(with_tls());
  EXPECT_TRUE(server.serving_line().starts_with("Serving https://")) << server.serving_line();
}

TEST_F(Tls, AnswersRequestsOneAfterTheOtherOnOneConnection) {
  const Server server(with_tls());
  TlsConnection connection = connect(server);
  for (int i = 0; i < 3; ++i) {
    connection.send(request("GET /style.css"));
    const Response response = connection.receive_response();
    EXPECT_EQ(response.result_int(), 200u);
    EXPECT_TRUE(response.keep_alive());
    EXPECT_GT(response.body().size(), 100U);
  }
}

TEST_F(Tls, AnswersPipelinedRequests) {
  const Server server(with_tls());
  TlsConnection connection = connect(server);
  connection.send(request("GET /style.css") + request("HEAD /style.css") + request("GET /nothing"));
  EXPECT_EQ(connection.receive_response().result_int(), 200u);
  EXPECT_EQ(connection.receive_response(Method::head).result_int(), 200u);
  EXPECT_EQ(connection.receive_response().result_int(), 404u);
}

TEST_F(Tls, DeliversAFileThatIsLargerThanAnyBuffer) {
  std::string content;
  while (content.size() < 5'000'000) content += std::to_string(content.size()) + '\n';
  const std::filesystem::path file = authority_.write("large.txt", content);
  const Server server(with_tls({"--web-root", file.parent_path().string()}));
  TlsClient slow = client();
  slow.receive_buffer = 4096;
  TlsConnection connection(server.port(), slow);
  connection.send(request("GET /large.txt", "Connection: close\r\n"));
  EXPECT_TRUE(connection.receive_response().body() == content);
  EXPECT_EQ(connection.receive_rest(), "");  // and the end is said: this throws if it is not
}

TEST_F(Tls, SpeaksVersion12And13) {
  const Server server(with_tls());
  TlsClient old = client();
  old.max_version = TLS1_2_VERSION;
  EXPECT_EQ(TlsConnection(server.port(), old).version(), "TLSv1.2");
  EXPECT_EQ(connect(server).version(), "TLSv1.3");
}

TEST_F(Tls, RefusesVersionsBefore12AndSaysWhy) {
  Server server(with_tls());
  TlsClient old = client();
  old.min_version = TLS1_VERSION;
  old.max_version = TLS1_1_VERSION;
  try {
    const TlsConnection connection(server.port(), old);
    FAIL() << "it is spoken to";
  } catch (const TlsError& error) {
    EXPECT_TRUE(contains(error.what(), "alert protocol version")) << error.what();
  }
  until([&] { return contains(server.process().standard_error(), "TLS: unsupported protocol"); });
}

class TlsCiphers : public Tls, public testing::WithParamInterface<const char*> {};

TEST_P(TlsCiphers, ThatAreWeakAreRefused) {
  const Server server(with_tls());
  TlsClient weak = client();
  weak.max_version = TLS1_2_VERSION;
  weak.ciphers = GetParam();
  EXPECT_THROW(TlsConnection(server.port(), weak), TlsError);
}

INSTANTIATE_TEST_SUITE_P(OfVersion12, TlsCiphers,
                         testing::Values("ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384",
                                         "ECDHE-ECDSA-NULL-SHA", "AECDH-AES128-SHA"));

TEST_F(Tls, TakesTheCiphersOfToday) {
  const Server server(with_tls());
  for (const char* cipher :
       {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305"}) {
    TlsClient today = client();
    today.max_version = TLS1_2_VERSION;
    today.ciphers = cipher;
    EXPECT_EQ(TlsConnection(server.port(), today).cipher(), cipher);
  }
}

TEST_F(Tls, ChoosesHttp11AmongTheProtocolsOffered) {
  const Server server(with_tls());
  TlsClient offers = client();
  offers.alpn = kHttp2 + kHttp11;
  EXPECT_EQ(TlsConnection(server.port(), offers).protocol(), "http/1.1");
  EXPECT_EQ(connect(server).protocol(), "");
}

TEST_F(Tls, RefusesAClientThatOnlySpeaksOtherProtocols) {
  const Server server(with_tls());
  TlsClient offers = client();
  offers.alpn = kHttp2;
  EXPECT_THROW(TlsConnection(server.port(), offers), TlsError);
}

TEST_F(Tls, ShowsTheChainThatLeadsToTheRoot) {
  files_ = authority_.issue({.name = "first", .with_intermediate = true});
  const Server server(with_tls());
  EXPECT_EQ(connect(server).certificate_name(), "first");  // throws if it does not
}

TEST_F(Tls, HasBrowsersInsistOnItIfAskedTo) {
  const Server server(with_tls({"--hsts-max-age", "86400"}));
  TlsConnection connection = connect(server);
  for (const char* target : {"GET /style.css", "GET /nothing"}) {
    connection.send(request(target));
    EXPECT_EQ(connection.receive_response()["Strict-Transport-Security"], "max-age=86400");
  }
}

TEST_F(Tls, DoesNotHaveBrowsersInsistOnItByDefault) {
  const Server server(with_tls());
  TlsConnection connection = connect(server);
  connection.send(request("GET /style.css"));
  EXPECT_EQ(connection.receive_response().count("Strict-Transport-Security"), 0U);
}

TEST_F(Tls, IsNotInsistedOnOverPlainTcp) {
  const Server server({"--hsts-max-age", "86400"});
  EXPECT_EQ(get(server.port(), "/style.css").count("Strict-Transport-Security"), 0U);
}

TEST_F(Tls, PlainHttpIsToldWhatToUse) {
  const Server server(with_tls({"--hsts-max-age", "86400"}));
  RawConnection plain(server.port());
  plain.send(request("GET /"));
  const Response response = plain.receive_response();
  EXPECT_EQ(response.result_int(), 400u);
  EXPECT_TRUE(contains(response.body(), "https://")) << response.body();
  EXPECT_FALSE(response.keep_alive());
  EXPECT_EQ(response.count("Strict-Transport-Security"), 0U);
  EXPECT_EQ(plain.receive_rest(), "");
}

TEST_F(Tls, PlainHeadIsToldWithoutABody) {
  const Server server(with_tls());
  RawConnection plain(server.port());
  plain.send(request("HEAD /"));
  EXPECT_EQ(plain.receive_response(Method::head).result_int(), 400u);
  EXPECT_EQ(plain.receive_rest(), "");
}

TEST_F(Tls, APlainUpgradeIsToldToo) {
  const Server server(with_tls());
  RawConnection plain(server.port());
  plain.send(upgrade_request());
  EXPECT_EQ(plain.receive_response().result_int(), 400u);
}

TEST_F(Tls, AnythingElseThatIsNoTlsIsEnded) {
  const Server server(with_tls());
  RawConnection other(server.port());
  other.send("SSH-2.0-OpenSSH_9.2\r\n");
  EXPECT_EQ(other.receive_response().result_int(), 400u);
  RawConnection broken(server.port());
  broken.send(std::string_view("\x16\x03\x01\x00\x05hello", 10));
  broken.receive_rest();
}

TEST_F(Tls, AClientThatSaysTheEndIsAnsweredWithIt) {
  const Server server(with_tls());
  TlsConnection connection = connect(server);
  connection.send(request("GET /style.css"));
  connection.receive_response();
  connection.shut_down();  // throws if the server just hangs up
}

TEST_F(Tls, AnExpiredCertificateIsUsedWithAWarning) {
  files_ = authority_.issue({.name = "old", .valid_from = -7200, .valid_until = -3600});
  Server server(with_tls());
  EXPECT_TRUE(contains(server.process().log_to_the_end(), "event=certificate_warning")) << "no warning";
}

TEST_F(Tls, OneFileWithoutTheOtherIsAnError) {
  for (const Arguments& arguments :
       {Arguments{"--tls-certificate", files_.certificate}, {"--tls-key", files_.key}}) {
    const Outcome outcome = run_to_exit(arguments);
    EXPECT_EQ(outcome.exit_status, 2);
    EXPECT_TRUE(contains(outcome.standard_error, "TLS needs both")) << outcome.standard_error;
  }
}

TEST_F(Tls, ABadCertificateIsAnErrorAtTheStart) {
  const Outcome outcome = run_to_exit({"--tls-certificate", files_.key, "--tls-key", files_.key});
  EXPECT_EQ(outcome.exit_status, 2);
  EXPECT_TRUE(contains(outcome.standard_error, "holds no certificate in PEM")) << outcome.standard_error;
}

}  // namespace
}  // namespace sws
