#include "backend/admission/forwarded.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sws {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

IpAddress ip(const char* text) {
  return boost::asio::ip::make_address(text);
}

RequestClient client(const Fields& fields, const char* peer = "10.0.0.1") {
  boost::beast::http::request_header<> request;
  for (const auto& [name, value] : fields) request.insert(name, value);
  const std::vector<AddressBlock> trusted = {*AddressBlock::parse("10.0.0.0/8"), *AddressBlock::parse("::1")};
  return client_of(request, ip(peer), false, trusted);
}

std::string address(const Fields& fields, const char* peer = "10.0.0.1") {
  return client(fields, peer).address.to_string();
}

TEST(Forwarded, IsIgnoredIfThePeerIsNotTrusted) {
  const Fields fields = {{"X-Forwarded-For", "192.0.2.1"}, {"X-Forwarded-Proto", "https"}};
  EXPECT_EQ(address(fields, "203.0.113.5"), "203.0.113.5");
  EXPECT_FALSE(client(fields, "203.0.113.5").https);
  EXPECT_FALSE(client(fields, "203.0.113.5").proxied);
  EXPECT_EQ(address({{"Forwarded", "for=192.0.2.1"}}, "203.0.113.5"), "203.0.113.5");
}

TEST(Forwarded, FromATrustedProxyNamesTheClient) {
  EXPECT_EQ(address({{"X-Forwarded-For", "192.0.2.1"}}), "192.0.2.1");
  EXPECT_EQ(address({{"X-Forwarded-For", "192.0.2.1"}}, "::1"), "192.0.2.1");
  EXPECT_EQ(address({{"X-Forwarded-For", "192.0.2.1:4711"}}), "192.0.2.1");
  EXPECT_EQ(address({{"X-Forwarded-For", "2001:db8::7"}}), "2001:db8::7");
  EXPECT_EQ(address({{"Forwarded", "for=192.0.2.1;proto=https;by=10.0.0.1"}}), "192.0.2.1");
  EXPECT_EQ(address({{"Forwarded", "For=\"[2001:db8::7]:4711\""}}), "2001:db8::7");
  EXPECT_TRUE(client({{"X-Forwarded-For", "192.0.2.1"}}).proxied);
}

TEST(Forwarded, BelievesNothingThatAnUntrustedHopSaid) {
  EXPECT_EQ(address({{"X-Forwarded-For", "198.51.100.66, 192.0.2.1"}}), "192.0.2.1");
  EXPECT_EQ(address({{"X-Forwarded-For", "198.51.100.66"}, {"X-Forwarded-For", "192.0.2.1"}}), "192.0.2.1");
  EXPECT_EQ(address({{"Forwarded", "for=198.51.100.66, for=192.0.2.1"}}), "192.0.2.1");
}

TEST(Forwarded, GoesThroughAChainOfTrustedProxies) {
  EXPECT_EQ(address({{"X-Forwarded-For", "192.0.2.1, 10.0.0.9, 10.0.0.8"}}), "192.0.2.1");
  EXPECT_EQ(address({{"X-Forwarded-For", "10.0.0.7"}}), "10.0.0.7");
}

TEST(Forwarded, CountsForTheProxyWhatItDoesNotName) {
  for (const Fields& fields : {Fields{},
                               {{"X-Forwarded-For", "unknown"}},
                               {{"X-Forwarded-For", ""}},
                               {{"Forwarded", "for=unknown"}},
                               {{"X-Forwarded-Proto", "https"}}}) {
    EXPECT_EQ(address(fields), "10.0.0.1");
    EXPECT_TRUE(client(fields).proxied);
  }
  EXPECT_EQ(address({{"X-Forwarded-For", "_hidden, 10.0.0.9"}}), "10.0.0.9");
}

TEST(Forwarded, StopsAtAnUnreadableAddress) {
  EXPECT_EQ(address({{"X-Forwarded-For", "192.0.2.1, unknown"}}), "10.0.0.1");
  EXPECT_EQ(address({{"Forwarded", "for=_hidden"}}), "10.0.0.1");
  EXPECT_EQ(address({{"Forwarded", "for=\"[2001:db8::7\""}}), "10.0.0.1");
  EXPECT_EQ(address({{"Forwarded", ";;,=,"}}), "10.0.0.1");
  EXPECT_EQ(address({{"X-Forwarded-For", ""}}), "10.0.0.1");
}

TEST(Forwarded, SaysWhetherTheClientCameByHttps) {
  EXPECT_TRUE(client({{"X-Forwarded-For", "192.0.2.1"}, {"X-Forwarded-Proto", "https"}}).https);
  EXPECT_FALSE(client({{"X-Forwarded-For", "192.0.2.1"}, {"X-Forwarded-Proto", "http"}}).https);
  EXPECT_FALSE(client({{"X-Forwarded-For", "192.0.2.1"}}).https);
  EXPECT_TRUE(client({{"Forwarded", "for=192.0.2.1;proto=HTTPS"}}).https);
}

TEST(Forwarded, AProtocolIsBelievedEvenIfTheAddressIsMissingOrUnreadable) {
  EXPECT_TRUE(client({{"X-Forwarded-Proto", "https"}}).https);
  EXPECT_TRUE(client({{"X-Forwarded-For", "unknown"}, {"X-Forwarded-Proto", "http, https"}}).https);
  EXPECT_TRUE(client({{"Forwarded", "for=_hidden;proto=https"}}).https);
  EXPECT_FALSE(client({{"X-Forwarded-Proto", "https, http"}}).https);
}

TEST(Forwarded, OneProtocolForEachAddressBelongsToThatAddress) {
  const auto https = [](const char* protocols) {
    return client({{"X-Forwarded-For", "192.0.2.1, 10.0.0.9"}, {"X-Forwarded-Proto", protocols}}).https;
  };
  EXPECT_TRUE(https("https, http"));
  EXPECT_FALSE(https("http, https"));
}

TEST(Forwarded, WithAnotherNumberOfProtocolsThanAddressesTheLastProtocolCounts) {
  const auto https = [](const char* addresses, const char* protocols) {
    return client({{"X-Forwarded-For", addresses}, {"X-Forwarded-Proto", protocols}}).https;
  };
  EXPECT_TRUE(https("192.0.2.1, 10.0.0.9", "https"));
  EXPECT_FALSE(https("192.0.2.1, 10.0.0.9", "http"));
  EXPECT_TRUE(https("192.0.2.1", "http, https"));
  EXPECT_FALSE(https("192.0.2.1", "https, http"));  // the client sent the first word, its proxy appended the second
}

TEST(Forwarded, AWordThatTheClientAddsDoesNotShiftThoseOfTheProxies) {
  const auto https = [](const char* protocols) {
    return client({{"X-Forwarded-For", "192.0.2.1, 10.0.0.9"}, {"X-Forwarded-Proto", protocols}}).https;
  };
  EXPECT_TRUE(https("http, https, http"));
  EXPECT_FALSE(https("https, http, https"));
  EXPECT_TRUE(https("\", https, http"));
}

TEST(Forwarded, UnderstandsQuotedValues) {
  EXPECT_TRUE(client({{"Forwarded", "for=192.0.2.1;proto=\"https\""}}).https);
  EXPECT_EQ(address({{"Forwarded", "by=\"a,b;c\";for=192.0.2.1"}}), "192.0.2.1");
  EXPECT_EQ(address({{"Forwarded", "for=192.0.2.1;by=\"a,b;c\""}}), "192.0.2.1");
}

TEST(Forwarded, NothingThatTheClientSendsChangesHowItsProxyIsRead) {
  for (const char* sent : {"\"",
                           "\"\"",
                           "\"x",
                           "198.51.100.9:\"",
                           "198.51.100.9",
                           "[",
                           "]",
                           "\\",
                           "\\\"",
                           "=",
                           ";",
                           ",",
                           "",
                           " ",
                           "for",
                           "for=",
                           "for=\"",
                           "for=198.51.100.88;x=\"",
                           "for=198.51.100.88;x=\"\\",
                           "for=198.51.100.88;x=\"\\\"",
                           "for=\"198.51.100.88",
                           "x=\",for=198.51.100.88;y=\"",
                           "for=198.51.100.88;",
                           "\",for=198.51.100.88,\""}) {
    const std::string in_one_line = std::string(sent) + ", ";
    EXPECT_EQ(address({{"X-Forwarded-For", (in_one_line + "203.0.113.7")}}), "203.0.113.7") << sent;
    EXPECT_EQ(address({{"X-Forwarded-For", sent}, {"X-Forwarded-For", "203.0.113.7"}}), "203.0.113.7") << sent;
    for (const char* appended : {"for=203.0.113.7", "for=\"203.0.113.7:47011\"", "for=203.0.113.7;by=\"a\\\"b,c\"",
                                 "by=\"\\\\\";for=203.0.113.7;proto=https"}) {
      EXPECT_EQ(address({{"Forwarded", (in_one_line + appended)}}), "203.0.113.7") << sent << appended;
      EXPECT_EQ(address({{"Forwarded", sent}, {"Forwarded", appended}}), "203.0.113.7") << sent << appended;
    }
  }
}

TEST(Forwarded, AcceptsWholeTokensOnly) {
  for (const char* text : {"\"192.0.2.1\"", "192.0.2.1:", "192.0.2.1:x", "192.0.2.1:4711x", "192.0.2.1:99999",
                           "[192.0.2.1]", "[2001:db8::7", "[2001:db8::7]x", "2001:db8::7%eth0",
                           "192.0.2.1 192.0.2.2", "192.0.2", "unix:", "192.0.2.1;", "for=192.0.2.1"}) {
    EXPECT_EQ(address({{"X-Forwarded-For", text}}), "10.0.0.1") << text;
  }
  for (const char* text :
       {"for=192.0.2.1;for=192.0.2.2", "for= 192.0.2.1", "for =192.0.2.1", "for=192.0.2.1 x=y", "for=\"192.0.2.1",
        "for=192.0.2.1\"", "for=\"192.0.2.1\"x", "for=\" 192.0.2.1\"", "192.0.2.1",
        "for=192.0.2.1;proto=http;proto=https", "=192.0.2.1", "for=192.0.2.1;x", "for=192.0.2.1:"}) {
    EXPECT_EQ(address({{"Forwarded", text}}), "10.0.0.1") << text;
  }
  EXPECT_EQ(address({{"Forwarded", ";for=192.0.2.1; ;proto=https ; by=_x;"}}), "192.0.2.1");
}

TEST(Forwarded, ShowsAMappedAddressAsIpv4) {
  EXPECT_EQ(address({{"X-Forwarded-For", "::ffff:192.0.2.1"}}), "192.0.2.1");
  EXPECT_EQ(address({}, "::ffff:203.0.113.5"), "203.0.113.5");
  EXPECT_EQ(address({{"X-Forwarded-For", "192.0.2.1"}}, "::ffff:10.0.0.1"), "192.0.2.1");
}

TEST(Forwarded, XForwardedForGoesBeforeForwardedWhateverTheClientSends) {
  EXPECT_EQ(address({{"Forwarded", "for=198.51.100.66"}, {"X-Forwarded-For", "192.0.2.1"}}), "192.0.2.1");
  EXPECT_EQ(address({{"Forwarded", "for=\""}, {"X-Forwarded-For", "192.0.2.1"}}), "192.0.2.1");
  EXPECT_FALSE(client({{"Forwarded", "proto=https"}, {"X-Forwarded-For", "192.0.2.1"}}).https);
  EXPECT_EQ(address({{"Forwarded", "for=198.51.100.66"}, {"X-Forwarded-For", "unknown"}}), "10.0.0.1");
}

}  // namespace
}  // namespace sws
