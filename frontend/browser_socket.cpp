#include "frontend/browser_socket.hpp"

#include <emscripten.h>
#include <emscripten/websocket.h>

#include "shared/close_code.hpp"

namespace sws {
namespace {

Page* the_page = nullptr;
PageChanged changed_callback = nullptr;
EMSCRIPTEN_WEBSOCKET_T open_id = 0;

// emscripten_websocket_delete of Emscripten 3.1.6 takes off the callbacks but keeps the socket in its table (it
// deletes the wrong key), so a page that reconnects all day would grow. Emscripten numbers sockets by the table's
// length: the slot stays, its socket goes.
EM_JS(void, forget_socket, (int id), { WS.sockets[id] = null; });

void discard(EMSCRIPTEN_WEBSOCKET_T id) {
  emscripten_websocket_delete(id);
  forget_socket(id);
  if (open_id == id) open_id = 0;
}

EM_BOOL on_open(int, const EmscriptenWebSocketOpenEvent* event, void*) {
  the_page->socket_opened(event->socket);
  changed_callback();
  return EM_TRUE;
}

EM_BOOL on_message(int, const EmscriptenWebSocketMessageEvent* event, void*) {
  if (event->isText) {
    // numBytes counts the terminating NUL; a NUL inside the text is part of it.
    the_page->text_received(event->socket, {reinterpret_cast<const char*>(event->data), event->numBytes - 1});
  } else {
    the_page->binary_received(event->socket);
  }
  changed_callback();
  return EM_TRUE;
}

// An error event carries nothing; the close event that follows it says why.
EM_BOOL on_close(int, const EmscriptenWebSocketCloseEvent* event, void*) {
  the_page->socket_closed(event->socket, event->code, event->reason);
  discard(event->socket);
  changed_callback();
  return EM_TRUE;
}

}  // namespace

void open_socket(Page& page, const std::string& url, PageChanged changed) {
  close_socket();
  the_page = &page;
  changed_callback = changed;
  EmscriptenWebSocketCreateAttributes attributes;
  emscripten_websocket_init_create_attributes(&attributes);
  attributes.url = url.c_str();
  open_id = emscripten_websocket_new(&attributes);
  if (open_id <= 0) {
    open_id = 0;
    page.socket_refused();
    return;
  }
  page.socket_opening(open_id);
  emscripten_websocket_set_onopen_callback(open_id, nullptr, on_open);
  emscripten_websocket_set_onmessage_callback(open_id, nullptr, on_message);
  emscripten_websocket_set_onclose_callback(open_id, nullptr, on_close);
}

void close_socket() {
  if (open_id == 0) return;
  emscripten_websocket_close(open_id, static_cast<unsigned short>(CloseCode::normal), nullptr);
  discard(open_id);
}

}  // namespace sws
