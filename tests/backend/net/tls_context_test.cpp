#include "backend/net/tls_context.hpp"

#include <gtest/gtest.h>

#include <regex>

#include "tests/integration/test_authority.hpp"
#include "tests/integration/tls_peer.hpp"

namespace sws {
namespace {

class TlsContextTest : public testing::Test {
 protected:
  void expect_refusal(const TlsFiles& files, const std::string& of, const std::string& why) const {
    const auto context = TlsContext::load(files);
    ASSERT_FALSE(context);
    EXPECT_NE(context.error().find("'" + of + "'"), std::string::npos) << context.error();
    EXPECT_NE(context.error().find(why), std::string::npos) << context.error();
    EXPECT_EQ(context.error().find('\n'), std::string::npos) << context.error();
  }
  void expect_certificate_refused(const std::string& content, const std::string& why) const {
    const TlsFiles bad{authority_.write("bad.pem", content), good_.key};
    expect_refusal(bad, bad.certificate, why);
  }
  void expect_key_refused(const std::string& content, const std::string& why) const {
    const TlsFiles bad{good_.certificate, authority_.write("bad.key", content)};
    expect_refusal(bad, bad.key, why);
  }

  TestAuthority authority_;
  TlsFiles good_ = authority_.issue();
};

TEST_F(TlsContextTest, TakesACertificateAndItsKey) {
  const auto context = TlsContext::load(good_);
  ASSERT_TRUE(context) << context.error();
  EXPECT_TRUE(*context);
  EXPECT_NE(context->new_session(), nullptr);
  EXPECT_EQ(context->warning(), "");
  EXPECT_TRUE(std::regex_match(context->expiry(), std::regex(R"(20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ)")));
}

TEST_F(TlsContextTest, IsNoTlsWithoutACertificate) {
  EXPECT_FALSE(TlsContext());
  EXPECT_EQ(TlsContext().new_session(), nullptr);
}

TEST_F(TlsContextTest, TakesRsaOf2048Bits) {
  const auto context = TlsContext::load(authority_.issue({.rsa_bits = 2048}));
  EXPECT_TRUE(context) << context.error();
}

TEST_F(TlsContextTest, TakesAKeyThatItsGroupMayRead) {
  authority_.write("localhost.key", content_of(good_.key), 0640);
  EXPECT_TRUE(TlsContext::load(good_));
}

TEST_F(TlsContextTest, ShowsTheWholeChain) {
  const auto context = TlsContext::load(authority_.issue({.with_intermediate = true}));
  ASSERT_TRUE(context) << context.error();
  const auto session = context->new_session();
  TlsPeer peer;
  session->feed(peer.take());
  session->peek();
  peer.feed({session->output().data(), session->output().size()});
  EXPECT_EQ(sk_X509_num(SSL_get_peer_cert_chain(peer.ssl())), 2);
}

TEST_F(TlsContextTest, ChoosesTheCipherOfTheCheapestHandshakeExceptForClientsThatPreferChaCha20) {
  const TlsContext context = *TlsContext::load(good_);
  const auto chosen = [&](const char* suites) -> std::string {
    const auto session = context.new_session();
    TlsPeer peer(TLS1_3_VERSION, nullptr, suites);
    session->feed(peer.take());
    session->peek();
    peer.feed(std::string_view(session->output().data(), session->output().size()));
    return SSL_get_cipher(peer.ssl());
  };
  EXPECT_EQ(chosen("TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256"),
            "TLS_AES_128_GCM_SHA256");
  EXPECT_EQ(chosen("TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256"), "TLS_CHACHA20_POLY1305_SHA256");
  EXPECT_EQ(chosen("TLS_AES_256_GCM_SHA384"), "TLS_AES_256_GCM_SHA384");
}

TEST_F(TlsContextTest, WarnsOfACertificateThatHasExpired) {
  const auto context = TlsContext::load(authority_.issue({.valid_from = -7200, .valid_until = -3600}));
  ASSERT_TRUE(context) << context.error();
  EXPECT_NE(context->warning().find("has expired"), std::string::npos) << context->warning();
}

TEST_F(TlsContextTest, WarnsOfACertificateThatIsNotValidYet) {
  const auto context = TlsContext::load(authority_.issue({.valid_from = 3600, .valid_until = 7200}));
  ASSERT_TRUE(context) << context.error();
  EXPECT_NE(context->warning().find("not valid yet"), std::string::npos) << context->warning();
}

TEST_F(TlsContextTest, RefusesFilesThatAreNotThere) {
  expect_refusal({"/nowhere/x.pem", good_.key}, "/nowhere/x.pem", "No such file");
  expect_refusal({good_.certificate, "/nowhere/x.key"}, "/nowhere/x.key", "No such file");
}

TEST_F(TlsContextTest, RefusesWhatIsNoFile) {
  expect_refusal({"/tmp", good_.key}, "/tmp", "is a directory, not a file");
  expect_refusal({good_.certificate, "/dev/null"}, "/dev/null", "not a regular file");
}

TEST_F(TlsContextTest, RefusesAKeyThatOthersMayRead) {
  authority_.write("localhost.key", content_of(good_.key), 0644);
  expect_refusal(good_, good_.key, "chmod 640");
  authority_.write("localhost.key", content_of(good_.key), 0620);
  expect_refusal(good_, good_.key, "chmod 640");
}

TEST_F(TlsContextTest, RefusesWhatIsNoPem) {
  for (const std::string text : {"", "hello\n", "\x30\x82\x01\x0a\x02"}) {
    expect_certificate_refused(text, "-----BEGIN CERTIFICATE-----");
    expect_key_refused(text, "-----BEGIN PRIVATE KEY-----");
  }
}

TEST_F(TlsContextTest, RefusesFilesThatAreSwapped) {
  expect_certificate_refused(content_of(good_.key), "holds no certificate");
  expect_key_refused(content_of(good_.certificate), "holds no private key");
}

TEST_F(TlsContextTest, RefusesDamage) {
  const std::string certificate = content_of(good_.certificate);
  expect_certificate_refused(certificate.substr(0, certificate.size() / 2), "damaged");
  const std::string key = content_of(good_.key);
  expect_key_refused(key.substr(0, key.size() / 2), "damaged");
}

TEST_F(TlsContextTest, RefusesDamageInTheChain) {
  const std::string chain = content_of(authority_.issue({.with_intermediate = true}).certificate);
  const TlsFiles bad{authority_.write("bad.pem", chain.substr(0, chain.size() - 60)), good_.key};
  expect_refusal(bad, bad.certificate, "chain");
}

TEST_F(TlsContextTest, RefusesAKeyOfAnotherCertificate) {
  const TlsFiles other = authority_.issue({.name = "other"});
  expect_refusal({good_.certificate, other.key}, other.key, "does not belong to");
  expect_refusal({good_.certificate, authority_.issue({.name = "rsa", .rsa_bits = 2048}).key},
                 authority_.issue({.name = "rsa", .rsa_bits = 2048}).key, "does not belong to");
}

TEST_F(TlsContextTest, RefusesAChainThatBeginsWithAnotherCertificateThanTheServersOwn) {
  const std::string root = content_of(authority_.root_file());
  expect_refusal({authority_.write("bad.pem", root + content_of(good_.certificate)), good_.key}, good_.key,
                 "before its chain");
}

TEST_F(TlsContextTest, RefusesAnEncryptedKeyAndDoesNotAskForItsPassphrase) {
  const TlsFiles encrypted = authority_.issue({.passphrase = "secret"});
  expect_refusal(encrypted, encrypted.key, "is encrypted");
}

TEST_F(TlsContextTest, RefusesRsaOf1024Bits) {
  const TlsFiles weak = authority_.issue({.rsa_bits = 1024});
  expect_refusal(weak, weak.certificate, "not good enough");
}

TEST_F(TlsContextTest, RefusesWhatIsTooLargeToBeMeant) {
  expect_certificate_refused(std::string((1 << 20) + 1, 'x'), "larger than the 1048576 bytes");
}

}  // namespace
}  // namespace sws
