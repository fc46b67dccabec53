// libFuzzer's target for the proof reader and the verifier: no text may crash them, and a proof that was read is
// written as a text that is read as the same proof.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "shared/proof.hpp"
#include "shared/sha256.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void verify(const sws::Proof& proof) {
  sws::Verifier verifier(proof);
  while (!verifier.finished()) verifier.advance(100);
  require(verifier.verified() <= proof.numbers.size());
  require(verifier.problem() || verifier.verified() == proof.numbers.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto proof = sws::decode_proof(text);
  if (!proof) {
    require(proof.error().offset <= size && !proof.error().message.empty());
    return 0;
  }
  const auto again = sws::decode_proof(sws::encode_proof(*proof));
  require(again.has_value() && *again == *proof);
  verify(*proof);
  // Now beyond the check of the commitment, which no chance passes.
  sws::Offer& offer = proof->offer;
  offer.commitment = proof->server_seed ? sws::sha256(*proof->server_seed)
                                        : sws::commitment_of(offer.stream, offer.count, offer.roots);
  verify(*proof);
  return 0;
}
