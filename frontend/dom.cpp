#include "frontend/dom.hpp"

#include <emscripten.h>
#include <emscripten/html5.h>

#include <cstdlib>

namespace sws {
namespace {

constexpr const char* kNumber = "div_websocket";
constexpr const char* kStatus = "status";
constexpr const char* kButton = "button_startCommunication";

// Each returns or takes UTF-8; a returned string is the caller's to free.
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
EM_JS(void, set_element_text, (const char* id, const char* text),
      { document.getElementById(UTF8ToString(id)).textContent = UTF8ToString(text); });
EM_JS(void, set_connection, (const char* connection),
      { document.body.dataset.connection = UTF8ToString(connection); });
EM_JS(void, mark_number, (), { document.body.dataset.number = "shown"; });
EM_JS(void, enable_element, (const char* id), { document.getElementById(UTF8ToString(id)).disabled = false; });

std::string taken(char* text) {
  std::string copy(text);
  std::free(text);
  return copy;
}

void (*pressed_callback)() = nullptr;

EM_BOOL on_click(int, const EmscriptenMouseEvent*, void*) {
  pressed_callback();
  return EM_TRUE;
}

}  // namespace

std::string introduction() {
  return taken(element_text(kNumber));
}

std::string stream_url() {
  return taken(socket_origin()) + "/ws/some_url/";
}

void on_button_press(void (*pressed)()) {
  pressed_callback = pressed;
  emscripten_set_click_callback("#button_startCommunication", nullptr, false, on_click);
  enable_element(kButton);
}

void show(const View& view, const View& shown) {
  if (view.number != shown.number) set_element_text(kNumber, view.number.c_str());
  if (view.status != shown.status) set_element_text(kStatus, view.status.c_str());
  if (view.button != shown.button) set_element_text(kButton, view.button.c_str());
  if (view.has_number && !shown.has_number) mark_number();
  if (view.connection != shown.connection) set_connection(std::string(view.connection).c_str());
}

}  // namespace sws
