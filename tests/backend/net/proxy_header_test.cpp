#include "backend/net/proxy_header.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/proxy_header_text.hpp"

namespace sws {
namespace {

struct Outcome {
  bool complete = false;
  std::string fault = {};
  std::optional<IpAddress> client = {};
  std::size_t taken = 0;
};

// Lets `bytes` arrive in pieces, as far as there is room for them.
Outcome read(std::string_view bytes, std::size_t piece) {
  ProxyHeader header;
  Outcome outcome;
  while (outcome.taken < bytes.size() && !outcome.complete && outcome.fault.empty()) {
    const auto room = header.room();
    const std::string_view arrived = bytes.substr(outcome.taken, std::min(piece, room.size()));
    std::copy(arrived.begin(), arrived.end(), room.begin());
    outcome.taken += arrived.size();
    const auto progress = header.commit(arrived.size());
    if (!progress) outcome.fault = progress.error();
    outcome.complete = progress && *progress == ProxyHeader::Progress::complete;
  }
  if (outcome.complete) outcome.client = header.client();
  return outcome;
}

// The same in one piece and byte by byte.
Outcome read(std::string_view bytes) {
  Outcome outcome = read(bytes, bytes.size());
  const Outcome slow = read(bytes, 1);
  EXPECT_EQ(slow.complete, outcome.complete);
  EXPECT_EQ(slow.client, outcome.client);
  EXPECT_EQ(slow.fault.empty(), outcome.fault.empty());
  return outcome;
}

std::string client_in(std::string_view bytes) {
  const Outcome outcome = read(bytes);
  EXPECT_TRUE(outcome.complete) << outcome.fault;
  return outcome.client ? outcome.client->to_string() : "";
}

std::string ipv6_block(std::string_view source) {
  return std::string(source) + std::string(16, '\1') + std::string(4, '\0');
}

TEST(ProxyHeaderTest, NamesAClientOverIpv4) {
  EXPECT_EQ(client_in(proxy_header_of("203.0.113.77")), "203.0.113.77");
}

TEST(ProxyHeaderTest, NamesAClientOverIpv6) {
  const std::string source("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x07", 16);
  EXPECT_EQ(client_in(proxy_header(0x21, 0x21, ipv6_block(source))), "2001:db8::7");
}

TEST(ProxyHeaderTest, NamesAMappedClientByItsIpv4Address) {
  const std::string source("\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\x02\x01", 16);
  EXPECT_EQ(client_in(proxy_header(0x21, 0x21, ipv6_block(source))), "192.0.2.1");
}

TEST(ProxyHeaderTest, NamesNobodyIfTheProxySpeaksForItself) {
  EXPECT_EQ(client_in(local_proxy_header()), "");
  const std::string with_addresses = proxy_header_of("192.0.2.1").substr(16);
  EXPECT_EQ(client_in(proxy_header(0x20, 0x11, with_addresses)), "");
  EXPECT_EQ(client_in(proxy_header(0x20, 0xff, "any bytes")), "") << "the family of LOCAL is ignored";
}

TEST(ProxyHeaderTest, NamesNobodyIfTheClientHasNoAddressOverTcp) {
  for (const unsigned kind : {0x00u, 0x01u, 0x10u, 0x12u, 0x20u, 0x22u, 0x30u, 0x31u, 0x32u}) {
    EXPECT_EQ(client_in(proxy_header(0x21, kind, std::string(216, 'u'))), "") << kind;
  }
  EXPECT_EQ(client_in(proxy_header(0x21, 0)), "");
}

TEST(ProxyHeaderTest, SkipsVectorsUpToTheSmallestSegment) {
  const std::string largest(ProxyHeader::kMaxSize - 16 - 12, 'v');
  EXPECT_EQ(client_in(proxy_header_of("192.0.2.1", "\x04")), "192.0.2.1");
  EXPECT_EQ(client_in(proxy_header_of("192.0.2.1", largest)), "192.0.2.1");
  EXPECT_NE(read(proxy_header_of("192.0.2.1", largest + "v")).fault.find("537 bytes"), std::string::npos);
}

TEST(ProxyHeaderTest, LeavesWhatIsBehindTheHeader) {
  for (const std::string& header : {proxy_header_of("192.0.2.1", "vectors"), local_proxy_header()}) {
    EXPECT_EQ(read(header + "GET / HTTP/1.1\r\n").taken, header.size());
  }
}

TEST(ProxyHeaderTest, IsIncompleteBeforeItsLastByte) {
  const std::string header = proxy_header_of("192.0.2.1", "vectors");
  for (std::size_t size = 1; size < header.size(); ++size) {
    const Outcome outcome = read(header.substr(0, size));
    EXPECT_FALSE(outcome.complete) << size;
    EXPECT_EQ(outcome.fault, "") << size;
  }
}

TEST(ProxyHeaderTest, TellsVersion1FromNoHeader) {
  EXPECT_NE(read("PROXY UNKNOWN\r\n").fault.find("version 1"), std::string::npos);
  EXPECT_NE(read("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n").fault.find("version 1"), std::string::npos);
  for (const char* request : {"GET / HTTP/1.1\r\n\r\n", "PUT / HTTP/1.1\r\n\r\n", "\x16\x03\x01", "\r\n\r\nGET"}) {
    EXPECT_NE(read(request).fault.find("sends no PROXY protocol"), std::string::npos) << request;
  }
}

// The other end may wait for an answer, and send no more.
TEST(ProxyHeaderTest, IsRefusedAtTheFirstWrongByte) {
  EXPECT_EQ(read("GET / HTTP/1.1\r\n", 1).taken, 1u);
  EXPECT_EQ(read("\r\n\r\nGET", 1).taken, 5u);
  EXPECT_EQ(read("PROXY UNKNOWN\r\n", 1).taken, 5u);
}

TEST(ProxyHeaderTest, IsRefusedIfItIsOfAKindThatTheProtocolDoesNotHave) {
  const std::string block = proxy_header_of("192.0.2.1").substr(16);
  EXPECT_NE(read(proxy_header(0x11, 0x11, block)).fault.find("version 1"), std::string::npos);
  EXPECT_NE(read(proxy_header(0x31, 0x11, block)).fault.find("version 3"), std::string::npos);
  EXPECT_NE(read(proxy_header(0x22, 0x11, block)).fault.find("command, 2"), std::string::npos);
  EXPECT_NE(read(proxy_header(0x21, 0x13, block)).fault.find("family or protocol"), std::string::npos);
  EXPECT_NE(read(proxy_header(0x21, 0x41, block)).fault.find("family or protocol"), std::string::npos);
}

TEST(ProxyHeaderTest, IsRefusedIfItIsTooShortForItsAddresses) {
  EXPECT_NE(read(proxy_header(0x21, 0x11, std::string(11, 'a'))).fault.find("too short"), std::string::npos);
  EXPECT_NE(read(proxy_header(0x21, 0x21, std::string(35, 'a'))).fault.find("too short"), std::string::npos);
}

}  // namespace
}  // namespace sws
