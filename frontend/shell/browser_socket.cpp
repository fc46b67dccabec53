#include "frontend/shell/browser_socket.hpp"

#include <emscripten.h>
#include <emscripten/websocket.h>

#include "shared/close_code.hpp"

namespace sws {
namespace {

SocketHandler the_handler;
EMSCRIPTEN_WEBSOCKET_T open_id = 0;

// emscripten_websocket_delete of Emscripten 3.1.6 removes the callbacks but deletes the wrong key of its table, so
// the socket stays there and a page that reconnects all day grows. We empty the table's slot ourselves. We keep the
// slot, because Emscripten takes the table's length as the next socket's id.
EM_JS(void, forget_socket, (int id), { WS.sockets[id] = null; });

void discard_socket() {
  emscripten_websocket_delete(open_id);
  forget_socket(open_id);
  open_id = 0;
}

EM_BOOL on_open(int, const EmscriptenWebSocketOpenEvent*, void*) {
  the_handler.opened();
  return EM_TRUE;
}

EM_BOOL on_message(int, const EmscriptenWebSocketMessageEvent* event, void*) {
  if (event->isText) {
    // numBytes includes the terminating NUL. The text itself may contain NUL too.
    the_handler.text({reinterpret_cast<const char*>(event->data), event->numBytes - 1});
  } else {
    the_handler.binary();
  }
  return EM_TRUE;
}

EM_BOOL on_error(int, const EmscriptenWebSocketErrorEvent*, void*) {
  the_handler.failed();
  return EM_TRUE;
}

EM_BOOL on_close(int, const EmscriptenWebSocketCloseEvent* event, void*) {
  discard_socket();
  the_handler.closed(event->code, event->reason);
  return EM_TRUE;
}

}  // namespace

bool open_socket(const std::string& url, const SocketHandler& handler) {
  close_socket();
  the_handler = handler;
  EmscriptenWebSocketCreateAttributes attributes;
  emscripten_websocket_init_create_attributes(&attributes);
  attributes.url = url.c_str();
  const EMSCRIPTEN_WEBSOCKET_T id = emscripten_websocket_new(&attributes);
  if (id <= 0) return false;
  open_id = id;
  emscripten_websocket_set_onopen_callback(id, nullptr, on_open);
  emscripten_websocket_set_onmessage_callback(id, nullptr, on_message);
  emscripten_websocket_set_onerror_callback(id, nullptr, on_error);
  emscripten_websocket_set_onclose_callback(id, nullptr, on_close);
  return true;
}

void send_text(std::string_view text) {
  emscripten_websocket_send_utf8_text(open_id, std::string(text).c_str());
}

void begin_to_close_socket() {
  emscripten_websocket_close(open_id, static_cast<unsigned short>(CloseCode::normal), nullptr);
}

void close_socket() {
  if (open_id == 0) return;
  begin_to_close_socket();
  discard_socket();
}

}  // namespace sws
