// Checks a proof as somebody does who has only the file.
#pragma once

#include <string>

#include "shared/proof.hpp"

namespace sws {

// What is wrong with the proof, or nothing.
inline std::string fault_found_offline(const Proof& proof) {
  const auto decoded = decode_proof(encode_proof(proof));
  if (!decoded) return decoded.error().message;
  Verifier verifier(*decoded);
  verifier.advance(decoded->numbers.size());
  return verifier.problem().value_or("");
}

}  // namespace sws
