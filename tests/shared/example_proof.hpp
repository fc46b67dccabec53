// Proofs for the tests: those that golden/make_vectors.py made, and any other part of a stream.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "shared/proof.hpp"
#include "tests/shared/proven_stream.hpp"
#include "tests/shared/source_file.hpp"

namespace sws {

// A proof beside make_vectors.py, which made it.
inline std::string golden(const std::string& name) {
  return source_file("tests/shared/golden/" + name + ".json");
}

inline const std::string& example_text() {
  static const std::string text = golden("example_proof");
  return text;
}

inline Proof read(std::string_view text) {
  const auto decoded = decode_proof(text);
  if (decoded) return *decoded;
  ADD_FAILURE() << decoded.error().message;
  return {};
}

inline Proof example() {
  return read(example_text());
}

// Returns the fault that a verifier finds, or an empty text if it finds none.
inline std::string problem(const Proof& proof) {
  Verifier verifier(proof);
  while (!verifier.finished()) verifier.advance(7);
  return verifier.problem().value_or("");
}

inline std::string replaced(std::string text, std::string_view part, std::string_view by) {
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), by);
}

// The proof of the first `length` numbers of a stream of `count`, as a page keeps it.
inline Proof proof_of(std::uint32_t count, std::uint32_t length, std::optional<EndReason> reason) {
  const ProvenStream stream(count);
  return {.offer = stream.offer,
          .client_seed = stream.client_seed,
          .min = stream.min,
          .max = stream.max,
          .keys = stream.keys_of_run(0, length),
          .reason = reason,
          .numbers = stream.run(0, length)};
}

}  // namespace sws
