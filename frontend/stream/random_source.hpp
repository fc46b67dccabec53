// The randomness that the page's logic needs. shell/ implements it with the browser's own source, the tests with
// bytes that they choose.
#pragma once

#include <cstdint>
#include <span>

namespace sws {

class RandomSource {
 public:
  // Fills `bytes` with random bytes that nobody can predict.
  virtual void fill(std::span<std::uint8_t> bytes) = 0;

 protected:
  ~RandomSource() = default;
};

}  // namespace sws
