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
  proof->commitment = sws::sha256(proof->server_seed);  // beyond the check of the seed, which no chance passes
  verify(*proof);
  return 0;
}
