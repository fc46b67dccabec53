#include "frontend/shell/takeaway.hpp"

#include <emscripten.h>

namespace sws {
namespace {

using CopyCallback = void (*)(int worked);

// clang-format cannot lay out JavaScript.
// clang-format off
EM_JS(void, save_file, (const char* name, const char* type, const char* text), {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([UTF8ToString(text)], { type: UTF8ToString(type) }));
  link.download = UTF8ToString(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));  // by then the download has begun
});
EM_JS(void, write_clipboard, (const char* text, CopyCallback done), {
  const tell = (worked) => wasmTable.get(done)(worked);
  if (!navigator.clipboard) return tell(0);
  navigator.clipboard.writeText(UTF8ToString(text)).then(() => tell(1), () => tell(0));
});
// clang-format on

}  // namespace

void download(const std::string& file_name, const char* media_type, const std::string& text) {
  save_file(file_name.c_str(), media_type, text.c_str());
}

void copy(const std::string& text, void (*done)(int worked)) {
  write_clipboard(text.c_str(), done);
}

}  // namespace sws
