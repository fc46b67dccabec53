#include "frontend/shell/text_property.hpp"

#include <emscripten.h>

#include <cstdlib>

namespace sws {
namespace {

// Returns a copy that the caller must free. A null `id` stands for `location`. clang-format cannot lay out
// JavaScript.
// clang-format off
EM_JS(char*, property_text, (const char* id, const char* name), {
  const text = (id ? document.getElementById(UTF8ToString(id)) : location)[UTF8ToString(name)];
  const size = lengthBytesUTF8(text) + 1;
  const copy = _malloc(size);
  stringToUTF8(text, copy, size);
  return copy;
});
// clang-format on

std::string taken(char* text) {
  std::string copy(text);
  std::free(text);
  return copy;
}

}  // namespace

std::string element_property(const char* id, const char* name) {
  return taken(property_text(id, name));
}

std::string location_property(const char* name) {
  return taken(property_text(nullptr, name));
}

}  // namespace sws
