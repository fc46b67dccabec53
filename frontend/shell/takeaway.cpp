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
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);  // Safari begins to read the text only after some time
});
// navigator.clipboard exists only in pages that came over TLS or from this computer, and may be forbidden.
EM_JS(void, write_clipboard, (const char* text, CopyCallback done), {
  const copied = UTF8ToString(text);
  const tell = (worked) => wasmTable.get(done)(worked);
  const select = () => {
    const focused = document.activeElement;
    const field = document.createElement("textarea");
    field.value = copied;
    field.readOnly = true;
    field.setAttribute("aria-label", "Text to copy");
    document.getElementById("takeaway").append(field);
    field.select();
    const worked = document.execCommand("copy");
    if (worked) {
      field.remove();
      focused.focus();
    } else {
      field.addEventListener("blur", () => field.remove());
    }
    tell(worked ? 1 : 0);
  };
  if (!navigator.clipboard) return select();
  navigator.clipboard.writeText(copied).then(() => tell(1), select);
});
EM_JS(int, open_share_dialogue, (), {
  if (!navigator.share) return 0;
  navigator.share({ title: document.title, url: location.href }).catch(() => {});  // the visitor may change their mind
  return 1;
});
// The browser takes the lock back when the page is hidden.
EM_JS(void, follow_wake_lock_box, (), {
  const label = document.getElementById("awake");
  const box = label.querySelector("input");
  let lock = null;
  if (!navigator.wakeLock) {
    label.style.display = "none";
    return;
  }
  const apply = () => {
    if (lock) lock.release();
    lock = null;
    if (!box.checked || document.visibilityState != "visible") return;
    navigator.wakeLock.request("screen").then((granted) => {
      // The box may have been unchecked, and checked again, while the browser made up its mind.
      if (lock || !box.checked) granted.release();
      else lock = granted;
    }, () => {
      box.checked = document.visibilityState != "visible";  // a device that saves power may refuse
    });
  };
  box.addEventListener("change", apply);
  document.addEventListener("visibilitychange", apply);
});
// clang-format on

}  // namespace

void download(const std::string& file_name, const char* media_type, const std::string& text) {
  save_file(file_name.c_str(), media_type, text.c_str());
}

void copy(const std::string& text, void (*done)(int worked)) {
  write_clipboard(text.c_str(), done);
}

bool share_page() {
  return open_share_dialogue() != 0;
}

void offer_wake_lock() {
  follow_wake_lock_box();
}

}  // namespace sws
