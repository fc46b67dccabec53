#include "frontend/shell/text_property.hpp"

#include <emscripten.h>

#include <cstdlib>

namespace sws {
namespace {

// clang-format cannot lay out JavaScript.
// clang-format off
// For JavaScript only: copies a text into memory that must be freed, and returns its address and its size without the
// NUL behind it.
EM_JS(void, placed, (const char* text), {
  const bytes = new TextEncoder().encode(text + String.fromCharCode(0));
  const copy = _malloc(bytes.length);
  HEAPU8.set(bytes, copy);
  return [copy, bytes.length - 1];
});
// Returns a copy that the caller must free. A null `id` stands for `location`.
EM_JS(char*, property_text, (const char* id, const char* name), {
  return placed((id ? document.getElementById(UTF8ToString(id)) : location)[UTF8ToString(name)])[0];
});
// A member that the channel does not have is an empty text.
EM_JS(char*, channel_text, (const char* name), {
  const value = Module.channel[UTF8ToString(name)];
  return placed(value == null ? "" : value)[0];
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

std::string channel_property(const char* name) {
  return taken(channel_text(name));
}

}  // namespace sws
