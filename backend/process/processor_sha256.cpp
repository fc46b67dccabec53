#include "backend/process/processor_sha256.hpp"

#include <openssl/sha.h>

#include <algorithm>

#include "backend/process/sha_extensions.hpp"
#include "shared/sha256.hpp"

namespace sws {

// OpenSSL 3 deprecates this interface, but its new one cannot hash a single block and costs 0.3 µs per hash.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

void use_processor_sha256() {
  if (has_sha_extensions()) return Sha256::use(compress_with_sha_extensions, compress_four_with_sha_extensions);
  Sha256::use([](Sha256::State& state, const std::uint8_t* block) {
    SHA256_CTX context;
    std::copy(state.begin(), state.end(), context.h);
    SHA256_Transform(&context, block);
    std::copy_n(context.h, state.size(), state.begin());
  });
}

#pragma GCC diagnostic pop

}  // namespace sws
