#include "frontend/page/short_digests.hpp"

#include <algorithm>

#include "shared/bytes.hpp"
#include "shared/hex.hpp"

namespace sws {
namespace {

constexpr std::size_t kDigits = 2 * sizeof(Digest);
constexpr std::size_t kKept = 8;

}  // namespace

std::string with_short_digests(const std::string& text) {
  std::string shortened;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_not_of(kHexDigits, at), text.size());
    if (end - at == kDigits) {
      (shortened += text.substr(at, kKept)) += "…";
    } else {
      shortened += text.substr(at, end - at);
    }
    if (end < text.size()) shortened += text[end];
    at = end + 1;
  }
  return shortened;
}

}  // namespace sws
