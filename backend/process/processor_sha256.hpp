// SHA-256 with the processor's SHA instructions, if it has them. OpenSSL detects and uses them.
#pragma once

namespace sws {

// Makes shared/sha256.hpp use OpenSSL's block function. REQUIRES: no other thread runs yet.
void use_processor_sha256();

}  // namespace sws
