// SHA-256 with the processor's own instructions, if it has them.
#pragma once

namespace sws {

// Makes shared/sha256.hpp use the SHA extensions of x86, or OpenSSL's block function on other processors. REQUIRES:
// no other thread runs yet.
void use_processor_sha256();

}  // namespace sws
