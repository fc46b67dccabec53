// SHA-256 with the SHA extensions of x86 processors (Intel 64 and IA-32 Architectures Software Developer's Manual,
// volume 2). OpenSSL has it too, but it hashes one block after the other, which leaves the processor waiting for
// its own results half of the time, and it copies each state into its own structure.
#pragma once

#include "shared/sha256.hpp"

namespace sws {

// Whether this processor has them. Any thread.
bool has_sha_extensions();

// A Sha256::Compress and a Sha256::CompressFour. REQUIRES: has_sha_extensions().
void compress_with_sha_extensions(Sha256::State& state, const std::uint8_t* block);
void compress_four_with_sha_extensions(Sha256::FourStates& states, const Sha256::FourBlocks& blocks);

}  // namespace sws
