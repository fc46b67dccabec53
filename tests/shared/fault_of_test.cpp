// What fault_of() of shared/chain_verifier.hpp says of a server's offer.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "shared/chain_verifier.hpp"
#include "tests/shared/proven_stream.hpp"

namespace sws {
namespace {

TEST(FaultOf, FindsNoneInAnHonestOffer) {
  for (const std::uint32_t count : {1U, 15U, 16U, 17U, 1000U, kMaxProvenCount}) {
    EXPECT_EQ(fault_of(ProvenStream(count).offer), std::nullopt) << count;
  }
}

TEST(FaultOf, CountsTheRoots) {
  Offer offer = ProvenStream(40).offer;
  offer.roots.pop_back();
  EXPECT_EQ(fault_of(offer), "it has 2 roots for 40 numbers, but 3 are expected");
  offer.roots.resize(4);
  EXPECT_EQ(fault_of(offer), "it has 4 roots for 40 numbers, but 3 are expected");
  offer.roots.clear();
  EXPECT_EQ(fault_of(offer), "it has 0 roots for 40 numbers, but 3 are expected");
}

TEST(FaultOf, ComparesTheRootsWithTheCommitment) {
  const auto fault_after = [](auto change) {
    Offer offer = ProvenStream(40).offer;
    change(offer);
    return fault_of(offer).value_or("");
  };
  EXPECT_EQ(fault_after([](Offer&) {}), "");
  for (const std::string& fault :
       {fault_after([](Offer& offer) { offer.commitment[0] = static_cast<std::uint8_t>(offer.commitment[0] ^ 1); }),
        fault_after([](Offer& offer) { offer.roots[2][31] = static_cast<std::uint8_t>(offer.roots[2][31] ^ 1); }),
        fault_after([](Offer& offer) { std::swap(offer.roots[0], offer.roots[1]); }),
        fault_after([](Offer& offer) { ++offer.count; }),
        fault_after([](Offer& offer) { offer.stream[0] = static_cast<std::uint8_t>(offer.stream[0] ^ 1); })}) {
    EXPECT_NE(fault.find(", but the hash of its roots is "), std::string::npos) << fault;
  }
}

}  // namespace
}  // namespace sws
