// SHA-256 with the processor's own instructions, where it has them: OpenSSL knows which, and how.
#pragma once

namespace sws {

// Has shared/sha256.hpp compute with OpenSSL's block function. REQUIRES: no other thread runs yet.
void use_processor_sha256();

}  // namespace sws
