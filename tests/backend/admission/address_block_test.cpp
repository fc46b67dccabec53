#include "backend/admission/address_block.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

IpAddress ip(const char* text) {
  return boost::asio::ip::make_address(text);
}

bool contains(const char* block, const char* address) {
  return AddressBlock::parse(block)->contains(ip(address));
}

TEST(AddressBlock, ContainsTheAddressesThatShareItsPrefix) {
  EXPECT_TRUE(contains("10.0.0.0/8", "10.255.0.1"));
  EXPECT_FALSE(contains("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(contains("192.0.2.128/25", "192.0.2.129"));
  EXPECT_FALSE(contains("192.0.2.128/25", "192.0.2.127"));
  EXPECT_TRUE(contains("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(contains("2001:db8::/33", "2001:db8:8000::1"));
  EXPECT_TRUE(contains("0.0.0.0/0", "203.0.113.9"));
}

TEST(AddressBlock, WithoutAPrefixIsOneAddress) {
  EXPECT_TRUE(contains("192.0.2.1", "192.0.2.1"));
  EXPECT_FALSE(contains("192.0.2.1", "192.0.2.2"));
  EXPECT_TRUE(contains("::1", "::1"));
  EXPECT_FALSE(contains("::1", "::2"));
}

TEST(AddressBlock, ContainsNoAddressOfTheOtherFamily) {
  EXPECT_FALSE(contains("0.0.0.0/0", "::1"));
  EXPECT_FALSE(contains("::/0", "127.0.0.1"));
}

TEST(AddressBlock, TreatsAMappedAddressAsIpv4) {
  EXPECT_TRUE(contains("10.0.0.0/8", "::ffff:10.1.2.3"));
  EXPECT_EQ(unmapped(ip("::ffff:192.0.2.1")), ip("192.0.2.1"));
  EXPECT_EQ(unmapped(ip("2001:db8::1")), ip("2001:db8::1"));
}

TEST(AddressBlock, OfMappedAddressesIsTheIpv4BlockThatItStandsFor) {
  EXPECT_TRUE(contains("::ffff:10.0.0.1", "10.0.0.1"));
  EXPECT_TRUE(contains("::ffff:10.0.0.1", "::ffff:10.0.0.1"));
  EXPECT_FALSE(contains("::ffff:10.0.0.1", "10.0.0.2"));
  EXPECT_TRUE(contains("::ffff:10.0.0.0/104", "10.255.0.1"));
  EXPECT_FALSE(contains("::ffff:10.0.0.0/104", "11.0.0.1"));
  EXPECT_TRUE(contains("::ffff:a00:1/128", "10.0.0.1"));
  EXPECT_TRUE(contains("::ffff:0:0/96", "203.0.113.9"));
  for (const char* text : {"::ffff:10.0.0.0/95", "::ffff:10.0.0.0/8", "::ffff:0:0/0", "::ffff:10.0.0.0/129"}) {
    EXPECT_FALSE(AddressBlock::parse(text)) << text;
  }
}

TEST(AddressBlock, ExplainsWhatIsExpectedInsteadOfAMalformedBlock) {
  for (const char* text : {"", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "example.org"}) {
    const auto block = AddressBlock::parse(text);
    ASSERT_FALSE(block) << text;
    EXPECT_NE(block.error().find("10.0.0.0/8"), std::string::npos) << block.error();
  }
}

}  // namespace
}  // namespace sws
