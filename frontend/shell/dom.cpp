#include "frontend/shell/dom.hpp"

#include <emscripten.h>

#include <cstdlib>

namespace sws {
namespace {

constexpr const char* kNumber = "div_websocket";
constexpr const char* kStatus = "status";
constexpr const char* kButton = "button_startCommunication";
constexpr const char* kProof = "button_proof";

// Each returns or takes UTF-8; a returned string is the caller's to free. JavaScript is not laid out by
// clang-format.
// clang-format off
EM_JS(char*, element_text, (const char* id), {
  const text = document.getElementById(UTF8ToString(id)).textContent.trim();
  const size = lengthBytesUTF8(text) + 1;
  const copy = _malloc(size);
  stringToUTF8(text, copy, size);
  return copy;
});
EM_JS(char*, socket_origin, (), {
  const text = (location.protocol == "https:" ? "wss://" : "ws://") + location.host;
  const size = lengthBytesUTF8(text) + 1;
  const copy = _malloc(size);
  stringToUTF8(text, copy, size);
  return copy;
});
EM_JS(void, set_element_text, (const char* id, const char* text), {
  document.getElementById(UTF8ToString(id)).textContent = UTF8ToString(text);
});
EM_JS(void, set_connection, (const char* connection), {
  document.body.dataset.connection = UTF8ToString(connection);
});
EM_JS(void, mark_number, (), { document.body.dataset.number = "shown"; });
EM_JS(void, enable_element, (const char* id), { document.getElementById(UTF8ToString(id)).disabled = false; });
EM_JS(void, set_hidden, (const char* id, int hidden), { document.getElementById(UTF8ToString(id)).hidden = hidden; });
EM_JS(void, listen_for_click, (const char* id, Callback clicked), {
  document.getElementById(UTF8ToString(id)).addEventListener("click", () => wasmTable.get(clicked)());
});
EM_JS(void, save_file, (const char* name, const char* text), {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([UTF8ToString(text)], { type: "application/json" }));
  link.download = UTF8ToString(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));  // the click has taken it by then
});
// clang-format on

std::string taken(char* text) {
  std::string copy(text);
  std::free(text);
  return copy;
}

}  // namespace

std::string introduction() {
  return taken(element_text(kNumber));
}

std::string stream_url() {
  return taken(socket_origin()) + "/ws/some_url/?protocol=1";
}

void on_button_press(Callback pressed) {
  listen_for_click(kButton, pressed);
  enable_element(kButton);
}

void on_proof_press(Callback pressed) {
  listen_for_click(kProof, pressed);
}

void show(const View& view, const View& shown) {
  if (view.number != shown.number) set_element_text(kNumber, view.number.c_str());
  if (view.status != shown.status) set_element_text(kStatus, view.status.c_str());
  if (view.button != shown.button) set_element_text(kButton, view.button.c_str());
  if (view.has_number && !shown.has_number) mark_number();
  if (view.connection != shown.connection) set_connection(std::string(view.connection).c_str());
  if (view.has_proof != shown.has_proof) set_hidden(kProof, !view.has_proof);
}

void download(const std::string& file_name, const std::string& text) {
  save_file(file_name.c_str(), text.c_str());
}

}  // namespace sws
