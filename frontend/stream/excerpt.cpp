#include "frontend/stream/excerpt.hpp"

#include <algorithm>

namespace sws {

std::string excerpt(std::string_view text, std::size_t most) {
  std::size_t end = std::min(text.size(), most);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  std::string beginning(text.substr(0, end));
  std::replace_if(
      beginning.begin(), beginning.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  if (end < text.size()) beginning += "…";
  return beginning;
}

}  // namespace sws
